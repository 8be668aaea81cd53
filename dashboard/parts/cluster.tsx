import { useEffect } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { ClusterStanding, LabEvent } from '../state/model.js';
import { repeatRead } from '../state/repeat-read.js';
import { EventLine } from './events.js';
import { milliseconds, number, span } from './format.js';

/** From an answer to the next read. */
const READ_MS = 1000;
const EVENTS_SHOWN = 5;
const SECOND_MS = 1000;

const SHARES: Readonly<Record<ClusterStanding['share'], string>> = {
  all: 'sessions, counts and hints of health',
  sessions: 'sessions',
  counts: 'counts',
  none: 'neither sessions nor counts',
};

/** The balancer among others of its lab: the store, what is shared, and who is there. Nothing where it is alone. */
export function Cluster({ lab }: { readonly lab: Lab }) {
  const { cluster, events } = lab;
  const isHere = lab.identity.value?.cluster === true;
  const isLive = lab.connection.value === 'live';
  useEffect(
    () => (isHere && isLive ? repeatRead(lab, cluster.read, READ_MS) : undefined),
    [isHere, isLive, lab, cluster],
  );
  const view = cluster.view.value;
  if (!isHere || view === undefined) return null;
  const last = events.value.filter(isOfCluster).slice(-EVENTS_SHOWN).reverse();
  return (
    <section class="cluster" aria-label="Cluster">
      <h2>
        Cluster <bdi class="muted">{view.lab}</bdi>
      </h2>
      <div class="events">
        <Store view={view} />
        <Shared lab={lab} view={view} />
        <ul aria-label="What happened in the cluster">
          {last.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        </ul>
      </div>
      <Members view={view} />
    </section>
  );
}

function isOfCluster({ event }: LabEvent): boolean {
  return event.startsWith('cluster_') || event === 'session_conflict';
}

const STATES: Readonly<Record<ClusterStanding['state'], { readonly look: string; readonly text: string }>> = {
  joining: { look: 'connecting', text: 'joining' },
  joined: { look: 'live', text: 'store joined' },
  lost: { look: 'lost', text: 'store lost' },
};

/** Only the word of its state is announced: the times go on. */
function Store({ view: { state, stateMs, store, reason, retryInMs } }: { readonly view: ClusterStanding }) {
  const { look, text } = STATES[state];
  return (
    <>
      <p>
        <span class={`connection ${look}`} role="status">
          {text}
        </span>{' '}
        for {span(stateMs)} · <code>{store}</code>
      </p>
      {state === 'lost' && (
        <p>
          <strong class="bad">{reason}</strong> · circuit open,{' '}
          {retryInMs === null ? 'trying again now' : `next try in ${span(Math.max(SECOND_MS, retryInMs))}`} ·
          this balancer goes on with what it knows
        </p>
      )}
    </>
  );
}

function Shared({ lab, view }: { readonly lab: Lab; readonly view: ClusterStanding }) {
  const { share, strict, backends, state, sessionConflicts, unconfirmedSessions } = view;
  const sharesCounts = state === 'joined' && (share === 'all' || share === 'counts');
  const own = backends.reduce((sum, backend) => sum + backend.own, 0);
  const all = backends.reduce((sum, backend) => sum + backend.all, 0);
  const sessions = lab.view.value?.sessions ?? null;
  return (
    <p>
      shares {SHARES[share]}
      {strict && ', strict'} · {number(own)} connections here
      {sharesCounts && `, ${number(all)} in the cluster`}
      {(share === 'all' || share === 'sessions') && (
        <>
          {sessions !== null && ` · ${number(sessions.size)} sessions here`}, {number(unconfirmedSessions)}{' '}
          not in the store · {number(sessionConflicts)} conflicts
        </>
      )}
    </p>
  );
}

function Members({ view: { members } }: { readonly view: ClusterStanding }) {
  return (
    <table aria-label="Balancers">
      <thead>
        <tr>
          <th scope="col">Balancer</th>
          <th scope="col">Address</th>
          <th scope="col">Up</th>
          <th scope="col">Last heard</th>
          <th scope="col">Open</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ id, self, address, host, pid, startedAt, ageMs, openConnections }) => (
          <tr key={id}>
            <th scope="row">
              <bdi>{id}</bdi>
              {self && <span class="muted"> (this one)</span>}
            </th>
            <td>
              <bdi>{address ?? 'not yet listening'}</bdi>
              <small>
                process {pid} on <bdi>{host}</bdi>
              </small>
            </td>
            <td>{span(Date.now() - Date.parse(startedAt))}</td>
            <td>{milliseconds(Math.round(ageMs))} ago</td>
            <td>{number(openConnections)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
