import type { TimeSeries } from '../report/run-result.js';
import type { PolicyOutcome } from './policy.js';

/** A policy and the course of its first replication. */
export interface PolicyCourse extends PolicyOutcome {
  readonly course: TimeSeries;
}

/** Intervals that a plot has room for. */
const MOST_INTERVALS = 240;

/**
 * Those that tell their course, in no more intervals than can be seen.
 *
 * @param duration - what is later is left out. @default all is kept
 */
export function coursesOf(shown: readonly PolicyOutcome[], duration = Infinity): PolicyCourse[] {
  return shown.flatMap((each) =>
    each.outcome.course === undefined
      ? []
      : [{ ...each, course: visible(until(each.outcome.course, duration)) }],
  );
}

/** The course up to that time; requests that are still under way then end after it. */
export function until(
  { step, queues, completed, failed, sojourns }: TimeSeries,
  duration: number,
): TimeSeries {
  const bins = Math.max(1, Math.round(duration / step));
  const first = (values: readonly number[]): readonly number[] => values.slice(0, bins);
  return {
    step,
    queues: queues.map(first),
    ...{ completed: first(completed), failed: first(failed), sojourns: first(sojourns) },
  };
}

function visible(course: TimeSeries): TimeSeries {
  const times = Math.ceil(course.completed.length / MOST_INTERVALS);
  return times > 1 ? coarser(course, times) : course;
}

/** When the last of the courses ends. */
export function endOf(courses: readonly PolicyCourse[]): number {
  return Math.max(...courses.map(({ course }) => course.step * course.completed.length));
}

/** In the middle of each interval. */
export function midsOf({ step, completed }: TimeSeries): number[] {
  return completed.map((_, bin) => (bin + 0.5) * step);
}

/** For each interval, of some backends: the least, the mean and the most requests that one had. */
export function rangeOf(
  queues: readonly (readonly number[])[],
): { readonly least: number; readonly mean: number; readonly most: number }[] {
  return (queues[0] ?? []).map((_, bin) => {
    const values = queues.map((queue) => queue[bin] ?? 0);
    const sum = values.reduce((total, value) => total + value, 0);
    return {
      least: values.reduce((min, value) => Math.min(min, value), Infinity),
      mean: sum / values.length,
      most: values.reduce((max, value) => Math.max(max, value), 0),
    };
  });
}

/** The course in intervals that are `times` as long. */
export function coarser(
  { step, queues, completed, failed, sojourns }: TimeSeries,
  times: number,
): TimeSeries {
  const bins = Math.ceil(completed.length / times);
  const sumsOf = (values: readonly number[]): number[] =>
    Array.from({ length: bins }, (_, bin) =>
      values.slice(bin * times, (bin + 1) * times).reduce((sum, value) => sum + value, 0),
    );
  const answered = sumsOf(completed);
  const waited = sumsOf(sojourns.map((sojourn, bin) => sojourn * (completed[bin] ?? 0)));
  return {
    step: step * times,
    queues: queues.map((queue) =>
      sumsOf(queue).map((sum, bin) => sum / Math.min(times, queue.length - bin * times)),
    ),
    completed: answered,
    failed: sumsOf(failed),
    sojourns: waited.map((sum, bin) => sum / Math.max(1, answered[bin] ?? 0)),
  };
}
