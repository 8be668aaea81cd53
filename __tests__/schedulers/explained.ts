import { newScheduler, type Algorithm } from '../../lib/schedulers/index.js';
import type { SchedulerOptions } from '../../lib/schedulers/options.js';
import type { Scheduler, SchedulerExplanation } from '../../lib/schedulers/scheduler.js';
import { candidates, type FakeCandidate } from '../helpers/candidates.js';

/** Candidates B1, B2, … of these weights and loads. */
export function named(weights: readonly number[], loads: readonly number[]): FakeCandidate[] {
  return candidates(...weights).map((candidate, n) => ({
    ...candidate,
    name: `B${n + 1}`,
    openConnections: loads[n] ?? 0,
  }));
}

/** Members, what has happened to them, and what is asked. */
export interface State {
  readonly weights: readonly number[];
  readonly loads?: readonly number[];
  /** What random numbers are drawn. */
  readonly random?: readonly number[];
  readonly options?: SchedulerOptions;
  /** Latencies that the members have answered with; undefined for none. */
  readonly latencies?: readonly (number | undefined)[];
  readonly picksBefore?: number;
  readonly tried?: readonly number[];
  readonly key?: string;
  /** Whether a pick is made, and explained. */
  readonly made?: true;
}

/** What an algorithm says in a state. */
export function explained(
  algorithm: Algorithm,
  state: State,
): SchedulerExplanation<FakeCandidate> | undefined {
  const { weights, loads = [], random = [], options, latencies = [], picksBefore = 0, key } = state;
  const numbers = [...random];
  const scheduler: Scheduler<FakeCandidate> = newScheduler(
    algorithm,
    () => {
      const number = numbers.shift();
      if (number === undefined) throw new Error('no random number may be drawn');
      return number;
    },
    options,
  );
  const members = named(weights, loads);
  for (const member of members) scheduler.add(member);
  latencies.forEach((latency, n) => {
    const member = members[n];
    if (member !== undefined && latency !== undefined) scheduler.answered?.(member, latency, 0);
  });
  for (let pick = 0; pick < picksBefore; pick++) scheduler.pick(new Set());
  const tried = new Set(members.filter((_, n) => state.tried?.includes(n)));
  const made = state.made && scheduler.pick(tried, key, true);
  return scheduler.explain?.(tried, key, made);
}
