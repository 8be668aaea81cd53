import type { BackendFault, Scenario } from '../scenarios/scenario.js';
import { formatNumber } from '../report/figures.js';

/** A time in which something is not as it was made. */
export interface FaultSpan {
  /** The backend's name, {@link ARRIVALS}, or the store. */
  readonly subject: string;
  /** `4 times slower`, `crashed`. */
  readonly what: string;
  readonly from: number;
  /** Of those that the scenario doesn't end: its duration. */
  readonly to: number;
}

/** What faults of the workload are told of. */
export const ARRIVALS = 'arrivals';
/** What is told of the store by which balancers share. */
export const STORE = 'store';

/** Something that goes on. */
interface Open {
  readonly subject: string;
  readonly what: string;
  readonly from: number;
}

/**
 * The faults of a scenario, from when each begins until it ends, by their beginnings. A fault of a backend ends with the next
 * one, or when the backend is well again; that it is out of service is apart from that.
 */
export function faultSpans({ events, duration }: Scenario): FaultSpan[] {
  const spans: FaultSpan[] = [];
  const open = new Map<string, Open>();
  const begin = (track: string, subject: string, from: number, what: string | undefined): void => {
    const before = open.get(track);
    if (before !== undefined) spans.push({ ...before, to: from });
    open.delete(track);
    if (what !== undefined) open.set(track, { subject, what, from });
  };
  for (const event of events) {
    if ('arrivals' in event) {
      begin(ARRIVALS, ARRIVALS, event.at, arrivalsAt(event.arrivals));
      continue;
    }
    if ('store' in event) {
      begin(STORE, STORE, event.at, event.store === 'away' ? 'away' : undefined);
      continue;
    }
    const { at, backend, fault } = event;
    const service = fault.kind === 'remove' || fault.kind === 'add';
    begin(service ? `service of ${backend}` : backend, backend, at, nameOf(fault));
    if (fault.kind === 'cold-start') {
      open.delete(backend);
      spans.push({ subject: backend, what: 'cold', from: at, to: at + fault.warmup });
    }
  }
  for (const going of open.values()) spans.push({ ...going, to: Math.max(duration, going.from) });
  return spans.sort((a, b) => a.from - b.from);
}

function arrivalsAt(factor: number): string | undefined {
  return factor === 1 ? undefined : `× ${formatNumber(factor)}`;
}

/** What a backend is while the fault lasts; undefined for what ends one. */
function nameOf(fault: BackendFault): string | undefined {
  switch (fault.kind) {
    case 'slow':
      return `${formatNumber(fault.factor)} × slower`;
    case 'fail-fast':
      return 'fails fast';
    case 'black-hole':
      return 'black hole';
    case 'crash':
      return 'crashed';
    case 'cold-start':
      return 'cold';
    case 'remove':
      return 'removed';
    case 'heal':
    case 'add':
      return undefined;
  }
}
