import type { ClusterEvents } from '../cluster/events.js';
import { nameList } from '../names.js';
import { formatMs } from '../units.js';
import type { Lines } from './event-log.js';
import { counted } from './format.js';

export const CLUSTER_LINES: Lines<ClusterEvents> = {
  cluster_joined: ({ lab, id, members, membersCount }) => ({
    level: 'info',
    message: `joined lab ${lab} as ${id}; members: ${nameList(members, membersCount)}`,
  }),
  cluster_member: ({ member, change, membersCount }) => ({
    level: 'info',
    message: `balancer ${member} ${change === 'joined' ? 'joined' : 'left'}: ${counted(membersCount, 'member')}`,
  }),
  cluster_lost: ({ reason }) => ({
    level: 'warn',
    message: `cut off from the lab (${reason}): known clients keep their backend; retrying`,
  }),
  cluster_back: ({ awayMs, reclaimed, conflicts }) => ({
    level: 'info',
    message: `back in the lab after ${formatMs(awayMs)}: ${counted(reclaimed, 'session')} reclaimed, ${counted(conflicts, 'conflict')}`,
  }),
  cluster_word_refused: ({ backend, reason }) => ({
    level: 'warn',
    message: `what the operator set for ${backend} on all balancers cannot be set here: ${reason}`,
  }),
  session_conflict: ({ key, here, there, conflicts }) => ({
    level: 'info',
    message: `${key} had ${here} here and ${there} at another balancer: ${there} from now on; ${counted(conflicts, 'conflict')} so far`,
  }),
};
