import { Throttle } from '../throttle.js';
import type { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import type { AlgorithmFailure } from '../schedulers/guarded.js';
import type { EventSink } from '../event-sink.js';
import type { BalancerEvents } from './events.js';

/** Tells of the failures of an algorithm of one's own, of each method and kind at most once a second: each pick may fail. */
export function algorithmFailures(
  { name: algorithm, source }: CustomAlgorithm,
  events: EventSink<Pick<BalancerEvents, 'algorithm_failed'>>,
): (failure: AlgorithmFailure) => void {
  const file = source?.path ?? null;
  const said = new Map<string, Throttle>();
  return (failure) => {
    const of = `${failure.method} ${failure.kind}`;
    const gate = said.get(of) ?? new Throttle();
    said.set(of, gate);
    if (gate.passes(performance.now())) events.emit('algorithm_failed', { algorithm, file, ...failure });
  };
}
