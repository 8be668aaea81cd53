import type { WorkerGroupEvents } from '../../lib/workers/events.js';

/** An event, its payload, the level at which it is logged, and how it reads. */
export type LogLine = readonly [keyof WorkerGroupEvents, object, string, string];

/** Every event of a balancer that shares with others. */
export const CLUSTER_LINES: readonly LogLine[] = [
  [
    'cluster_joined',
    { lab: 'course', id: 'L1', members: ['L1', 'L2'], membersCount: 2 },
    'info',
    'joined lab course as L1; members: L1, L2',
  ],
  ['cluster_member', { member: 'L2', change: 'left', membersCount: 1 }, 'info', 'balancer L2 left: 1 member'],
  [
    'cluster_lost',
    { reason: 'no answer in time' },
    'warn',
    'cut off from the lab (no answer in time): known clients keep their backend; retrying',
  ],
  [
    'cluster_back',
    { awayMs: 2000, reclaimed: 2, conflicts: 1 },
    'info',
    'back in the lab after 2.0 s: 2 sessions reclaimed, 1 conflict',
  ],
  [
    'cluster_word_refused',
    { backend: 'B1', reason: 'B1 is leaving' },
    'warn',
    'what the operator set for B1 on all balancers cannot be set here: B1 is leaving',
  ],
  [
    'session_conflict',
    { key: '10.0.0.1', here: 'B1', there: 'B2', conflicts: 3 },
    'info',
    '10.0.0.1 had B1 here and B2 at another balancer: B2 from now on; 3 conflicts so far',
  ],
];
