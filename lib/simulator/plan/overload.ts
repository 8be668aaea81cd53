import { optionError } from '../../errors.js';
import type { SimulationSettings } from './settings.js';

type Capacity = Pick<
  SimulationSettings,
  'speeds' | 'slots' | 'balancers' | 'backups' | 'maxPerBackend' | 'maxConnections'
>;
type Queues = Pick<
  SimulationSettings,
  | 'queueLimit'
  | 'queueMax'
  | 'queueTimeout'
  | 'maxPerBackend'
  | 'maxConnections'
  | 'requestTimeout'
  | 'servesAbandoned'
>;

/**
 * Refuses a load at which queues grow without end.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseOverload(settings: Capacity & Queues & Pick<SimulationSettings, 'workload'>): void {
  const { workload, backups, maxPerBackend, maxConnections } = settings;
  if (workload.kind === 'closed' || hasBoundedQueues(settings)) return;
  const { load } = workload;
  const all = { ...settings, backups: 0, maxPerBackend: Infinity, maxConnections: Infinity };
  const inUse = capacityOf(settings) / capacityOf(all);
  if (load < inUse) return;
  if (inUse === 1)
    throw optionError(
      `load ${load} is as much as the backends can do, or more, so that queues grow without end: use less than 1, or allowOverload`,
    );
  const bounds = [
    ...(backups > 0 ? ['without the backup backends'] : []),
    ...(Math.min(maxPerBackend, maxConnections) < Infinity ? ['within the limits'] : []),
  ].join(' and ');
  throw optionError(
    `load ${load} is as much as can be served ${bounds}, or more, so that queues grow without end: use less than ${Number(inUse.toPrecision(3))}, or allowOverload`,
  );
}

/** Whether no queue can grow without end, whatever the load is: each has a last place, or a longest wait. */
export function hasBoundedQueues(settings: Queues): boolean {
  const { queueLimit, queueMax, queueTimeout, maxPerBackend, maxConnections } = settings;
  // What clients gave up waiting for is not served.
  if (settings.requestTimeout < Infinity && !settings.servesAbandoned) return true;
  const waitsAtBalancer = Math.min(maxPerBackend, maxConnections) < Infinity;
  return Math.min(...(waitsAtBalancer ? [queueMax, queueTimeout] : [queueLimit])) < Infinity;
}

/** What the backends can do that are no backup, with as many requests at once as the limits allow. */
function capacityOf({ speeds, slots, balancers, backups, maxPerBackend, maxConnections }: Capacity): number {
  const perBackend = Math.min(slots, maxPerBackend * balancers);
  let left = maxConnections * balancers;
  const fastestFirst = speeds.slice(0, speeds.length - backups).sort((a, b) => b - a);
  return sum(
    fastestFirst.map((speed) => {
      const atOnce = Math.min(perBackend, left);
      left -= atOnce;
      return speed * atOnce;
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
