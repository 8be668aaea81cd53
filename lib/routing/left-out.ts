import { namesOf } from '../schedulers/explanation-text.js';
import type { Backend } from './backend.js';

/**
 * Why a backend is not given a client now. `gone`: it was removed. `probing`: nothing is known of it yet. `standby`: a backup
 * that is not needed. `tried`: this client could not be connected to it.
 */
export type LeftOut = 'gone' | 'maint' | 'drain' | 'probing' | 'down' | 'standby' | 'full' | 'tried';

/** What a sentence says of one backend, and of several. */
const SAYS: Readonly<Record<LeftOut, readonly [one: string, several: string]>> = {
  gone: ['was removed', 'were removed'],
  maint: ['is in maintenance', 'are in maintenance'],
  drain: ['is draining', 'are draining'],
  probing: ['has not been probed yet', 'have not been probed yet'],
  down: ['is down', 'are down'],
  standby: ['is a backup that is not needed', 'are backups that are not needed'],
  full: ['is full', 'are full'],
  tried: ['could not be reached', 'could not be reached'],
};

/**
 * Why a client does not go there, or undefined where it may.
 *
 * @param sticks - whether it is one that sticks to the backend, which keeps such while it drains
 */
export function leftOutFor(
  backend: Backend,
  tried: ReadonlySet<Backend>,
  sticks = false,
): LeftOut | undefined {
  const { removed, admin, healthy, observed, active, openConnections, maxConnections } = backend;
  if (removed) return 'gone';
  if (admin === 'maint') return 'maint';
  if (admin === 'drain' && !sticks) return 'drain';
  if (!healthy) return observed ? 'down' : 'probing';
  if (!active && admin === 'ready') return 'standby';
  if (openConnections >= maxConnections) return 'full';
  return tried.has(backend) ? 'tried' : undefined;
}

/** As an explanation lists it: `down: connection refused`, `full`. */
export function leftOutText(left: LeftOut, { downReason }: Backend): string {
  return left === 'down' && downReason !== undefined ? `down: ${downReason}` : left;
}

/** `B3 is down.`, `B3 and B4 are full.` */
export function saysLeftOut(left: LeftOut, backends: readonly Backend[]): string {
  const [one, several] = SAYS[left];
  return `${namesOf(backends)} ${backends.length === 1 ? one : several}.`;
}
