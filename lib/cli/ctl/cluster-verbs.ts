import type { ClusterStanding, MemberStanding } from '../../cluster/standing.js';
import { counted } from '../../logging/format.js';
import { printable } from '../../printable.js';
import { table, type Column } from '../table.js';
import type { Verb } from './verb.js';

const COLUMNS: readonly Column<MemberStanding>[] = [
  { head: 'balancer', cell: ({ id, self }) => printable(self ? `${id} *` : id), narrowest: 12 },
  { head: 'address', cell: ({ address }) => printable(address ?? '-'), align: 'left' },
  { head: 'host', cell: ({ host }) => printable(host), align: 'left', rank: 2 },
  { head: 'process', cell: ({ pid }) => pid, rank: 1 },
  { head: 'open', cell: ({ openConnections }) => openConnections },
  { head: 'age', cell: ({ ageMs }) => `${ageMs} ms`, rank: 3 },
];

/** Several balancers. */
export const CLUSTER_VERBS: readonly Verb[] = [
  {
    usage: 'cluster',
    help: 'the balancers of the lab, and what they share',
    run: async (_words, { client, print, room }) => {
      const standing = (await (await client()).ask('GET', '/v1/cluster')) as ClusterStanding;
      print(standing, () =>
        [headline(standing), table(COLUMNS, standing.members, { room }), loads(standing)].join('\n'),
      );
    },
  },
];

function headline({ lab, id, store, state, reason, share, ...counts }: ClusterStanding): string {
  const stands = reason === null ? state : `${state} (${reason})`;
  const { sessionConflicts, unconfirmedSessions } = counts;
  return printable(
    `lab ${lab} at ${store}: ${id} ${stands}, shares ${share}; ${counted(sessionConflicts, 'conflict')}, ${counted(unconfirmedSessions, 'session')} unconfirmed`,
  );
}

function loads({ backends }: ClusterStanding): string {
  return printable(
    backends.map(({ backend, own, all }) => `${backend} ${all} open (${own} here)`).join(', '),
  );
}
