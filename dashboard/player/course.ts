import type { Playback } from '../../lib/simulator/playback/playback.js';

/** What happens to a request that a dot stands for, in the order of time and then of this list. */
export const STEPS = ['pick', 'open', 'end'] as const;

/** One thing that happens. */
export interface CourseStep {
  /** In ticks. */
  readonly at: number;
  readonly step: (typeof STEPS)[number];
  /** The place of the pick, or of the request, in the playback. */
  readonly index: number;
}

/** All that happens in a playback, in order. */
export function courseOf({ picks, requests }: Playback): readonly CourseStep[] {
  const steps: CourseStep[] = picks.map(([at], index) => ({ at, step: 'pick', index }));
  for (const [index, [, , openedAt, endedAt]] of requests.entries()) {
    if (openedAt >= 0) steps.push({ at: openedAt, step: 'open', index });
    if (endedAt >= 0) steps.push({ at: endedAt, step: 'end', index });
  }
  return steps.sort((one, other) => one.at - other.at || STEPS.indexOf(one.step) - STEPS.indexOf(other.step));
}

/** How many of the steps are over at that time: the place of the first one that is not. */
export function placeAt(course: readonly CourseStep[], time: number): number {
  let [from, to] = [0, course.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((course[middle]?.at ?? 0) <= time) from = middle + 1;
    else to = middle;
  }
  return from;
}
