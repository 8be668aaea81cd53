import type { ScenarioEvent } from './scenario.js';

/** Clients of a backend when a fault strikes it: an equal share of them, none as the operator has removed it, or it cannot be said. */
export type ClientsOfFault = 'share' | 'none' | 'unknown';

/**
 * Which clients a backend has, for each fault of a scenario. It is an equal share while all others are in use, and as many requests
 * come as at first.
 *
 * @param events - in the order of time
 */
export function clientsOfFaults(events: readonly ScenarioEvent[]): readonly ClientsOfFault[] {
  const removed = new Set<string>();
  const away = new Set<string>();
  let arrivals = 1;
  return events.flatMap((event): ClientsOfFault[] => {
    if ('arrivals' in event) arrivals = event.arrivals;
    if (!('fault' in event)) return [];
    const { backend, fault } = event;
    const itself = Number(removed.has(backend)) + Number(away.has(backend));
    const isOnly = removed.size + away.size === itself;
    const others = arrivals === 1 && isOnly ? 'share' : 'unknown';
    const clients = removed.has(backend) ? 'none' : others;
    if (fault.kind === 'remove') removed.add(backend);
    if (fault.kind === 'add') removed.delete(backend);
    if (fault.kind === 'crash' || fault.kind === 'black-hole') away.add(backend);
    if (fault.kind === 'heal' || fault.kind === 'cold-start') away.delete(backend);
    return [clients];
  });
}
