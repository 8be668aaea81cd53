import type { ClusterShare } from '../../lib/cluster/standing.js';

/** What the store of a lab is like, and its balancers. */
export interface LabOptions {
  /** The longest way to the store, in milliseconds. @default 1 */
  readonly delayMs?: number;
  readonly loss?: number;
  readonly seed?: number;
  /** @default 'least-connections' */
  readonly algorithm?: 'least-connections' | 'random';
  /** Entries of SESSION_MAP. @default 100 */
  readonly sessions?: number;
}

/** What one of its balancers is like. */
export interface MemberOptions {
  /** @default 'all' */
  readonly share?: ClusterShare;
  readonly strict?: boolean;
  /** Names of its backends, of A to E. @default A, B and C */
  readonly backends?: readonly string[];
  /** By how much its clock is ahead of that of the store, in milliseconds. @default 0 */
  readonly aheadMs?: number;
}
