import type { ClusterStanding, MemberStanding } from '../../cluster/standing.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { reflow } from '../../reflow.js';
import { table, type Column } from '../table.js';
import { briefSpan } from '../text/brief.js';

const COLUMNS: readonly Column<MemberStanding>[] = [
  { head: 'balancer', cell: ({ id, self }) => printable(self ? `${id} *` : id), narrowest: 12 },
  { head: 'address', cell: ({ address }) => printable(address ?? '-'), align: 'left' },
  { head: 'host', cell: ({ host }) => printable(host), align: 'left', rank: 2 },
  { head: 'process', cell: ({ pid }) => pid, rank: 1 },
  { head: 'open', cell: ({ openConnections }) => openConnections },
  { head: 'age', cell: ({ ageMs }) => `${ageMs} ms`, rank: 3 },
];

const SECOND_MS = 1000;

/** What `ctl cluster` prints. @param room - columns of the window */
export function clusterText(standing: ClusterStanding, room: number): string {
  return [
    reflow(printable(headline(standing)), room),
    table(COLUMNS, standing.members, { room }),
    reflow(printable(loads(standing)), room),
  ].join('\n');
}

function headline({ lab, id, store, share, sessionConflicts, ...standing }: ClusterStanding): string {
  const unconfirmed = `${counted(standing.unconfirmedSessions, 'session')} unconfirmed`;
  return `lab ${lab} at ${store}: ${id} ${stateText(standing)}, shares ${share}; ${counted(sessionConflicts, 'conflict')}, ${unconfirmed}`;
}

function stateText(standing: Pick<ClusterStanding, 'state' | 'stateMs' | 'reason' | 'retryInMs'>): string {
  const { state, stateMs, reason, retryInMs } = standing;
  const stands = `${state} for ${briefSpan(stateMs)}`;
  if (state !== 'lost') return stands;
  // Less than a second would be none.
  const next = retryInMs === null ? 'now' : `in ${briefSpan(Math.max(SECOND_MS, retryInMs))}`;
  return `${stands}${reason === null ? '' : ` (${reason})`}, tried again ${next}`;
}

function loads({ backends }: ClusterStanding): string {
  return backends.map(({ backend, own, all }) => `${backend} ${all} open (${own} here)`).join(', ');
}
