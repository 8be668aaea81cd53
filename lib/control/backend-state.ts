import type { Backend } from '../routing/backend.js';

/**
 * One word for how a backend stands, the first that is true of it: `draining` (drain or maint, with connections left), `drain`,
 * `maint`, `probing` (not probed yet), `down`, `full`, `standby` (a backup that is not needed), `starting` (slow start), `up`.
 */
export const BACKEND_STATES = [
  'draining',
  'drain',
  'maint',
  'probing',
  'down',
  'full',
  'standby',
  'starting',
  'up',
] as const;
export type BackendState = (typeof BACKEND_STATES)[number];

/**
 * @param isProbed - whether its health is known
 * @param warmth - share of its weight that it takes now
 */
export function stateOf(backend: Backend, isProbed: boolean, warmth: number): BackendState {
  const { admin, healthy, backup, active, ownConnections, openConnections, maxConnections } = backend;
  if (admin !== 'ready') return ownConnections > 0 ? 'draining' : admin;
  if (!isProbed) return 'probing';
  if (!healthy) return 'down';
  if (openConnections >= maxConnections) return 'full';
  if (backup && !active) return 'standby';
  return warmth < 1 ? 'starting' : 'up';
}
