import type { BalancerView } from '../../admin/balancer-views.js';
import type { BackendView } from '../../admin/backend-view.js';
import type { AdminClient } from '../../admin/client.js';
import { faultWords } from '../../admin/fault-words.js';
import { counted } from '../../logging/format.js';
import { backendLines } from '../backends/backend-list.js';
import { identityFacts, loadFacts, stateFacts, type Identity } from '../backends/standing.js';
import { headline } from '../text/headline.js';
import { span, type StyledLine } from '../text/line.js';
import { wrappedEvent, type EventItem } from './event-text.js';
import { again } from './again.js';
import type { CtlContext } from './verb.js';

const LAST = 5;

/** How it stands, on one screen: who, since when, the backends, the last events. */
export async function showStatus(context: CtlContext): Promise<void> {
  const { client, room } = context;
  await again(context, async () => {
    const api = await client();
    const identity = (await api.ask('GET', '/v1')) as Identity;
    const { items: last } = (await api.ask('GET', `/v1/events?connections=none&limit=${LAST}`)) as {
      readonly items: readonly EventItem[];
    };
    const { body, lines } = await (identity.kind === 'balance'
      ? balancerState(api, identity, room)
      : serverState(api, identity, room));
    const told = last.flatMap((event) => wrappedEvent(event, room));
    return {
      result: { ...identity, ...body, events: last },
      lines: [...lines, ...(told.length > 0 ? [[], ...told] : [])],
    };
  });
}

interface State {
  readonly body: object;
  readonly lines: readonly StyledLine[];
}

async function balancerState(api: AdminClient, identity: Identity, room: number): Promise<State> {
  const balancer = (await api.ask('GET', '/v1/balancer')) as Omit<BalancerView, 'backends'>;
  const { items: backends } = (await api.ask('GET', '/v1/backends')) as {
    readonly items: readonly BackendView[];
  };
  const state = { ...balancer, backends };
  const now = Date.now();
  return {
    body: { balancer, backends },
    lines: [
      headline(identityFacts(identity, now, state), [], room),
      headline([...stateFacts(state), ...loadFacts(state)], [], room),
      [],
      ...backendLines(backends, { room, now }),
    ],
  };
}

async function serverState(api: AdminClient, identity: Identity, room: number): Promise<State> {
  const server = (await api.ask('GET', '/v1/server')) as {
    readonly open: number;
    readonly served: number;
    readonly probes: number;
    readonly faults: object;
  };
  const faults = faultWords(server.faults);
  return {
    body: { server },
    lines: [
      headline([...identityFacts(identity, Date.now()), { line: [span(`mode ${identity.mode}`)] }], [], room),
      [
        span(
          `${counted(server.open, 'client')} open, ${server.served} served, ${counted(server.probes, 'probe')}`,
        ),
      ],
      [span('faults: '), faults === '' ? span('none', 'faint') : span(faults, 'caution')],
    ],
  };
}
