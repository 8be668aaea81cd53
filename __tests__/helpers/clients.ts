import type { Scheduler } from '../../lib/schedulers/scheduler.js';
import { candidates, type FakeCandidate } from './candidates.js';

/** Candidates A, B, C, … of these weights, which algorithms that hash know by these letters. */
export function named<W extends number[]>(...weights: W): { [Each in keyof W]: FakeCandidate } {
  return candidates(...weights).map((candidate) => ({ ...candidate, name: candidate.label })) as {
    [Each in keyof W]: FakeCandidate;
  };
}

/** The addresses of so many clients. */
export function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
}

/** Whom each key is given to. */
export function owners(
  scheduler: Pick<Scheduler<FakeCandidate>, 'pick'>,
  keys: readonly string[],
  ...tried: FakeCandidate[]
): (string | undefined)[] {
  return keys.map((key) => scheduler.pick(new Set(tried), key)?.candidate.label);
}

/** Whom a client is given to, then whom when that one was tried, and so on until none is left: `B A C`. */
export function preferences(scheduler: Pick<Scheduler<FakeCandidate>, 'pick'>, key: string): string {
  const tried = new Set<FakeCandidate>();
  for (;;) {
    const pick = scheduler.pick(tried, key);
    if (pick === undefined) return [...tried].map(({ label }) => label).join(' ');
    tried.add(pick.candidate);
  }
}
