import type { BackendSeries } from './backend-series.js';
import { type History, type TotalsPoint } from './history.js';
import { toThousandths } from '../units.js';

const SECOND_MS = 1000;

/** One value for each step; null where nothing was measured. */
type Series = readonly (number | null)[];

/** A backend in a {@link HistoryView}. */
export interface BackendHistory {
  readonly name: string;
  readonly open: Series;
  /** Connections established a second. */
  readonly rate: Series;
  /** Attempts to connect that failed, a second. */
  readonly failed: Series;
  /** 1 while it was one of ACTIVE_SERVERS at the end of the step, else 0. */
  readonly active: Series;
  /** From the start of a connection to its first byte: the mean of the seconds' medians, and the greatest of their 99th percentiles. */
  readonly firstByteMs: { readonly p50: Series; readonly p99: Series };
}

/** Arrays for charts, all as long as `times`. */
export interface HistoryView {
  readonly stepMs: number;
  /** The end of each step, in milliseconds since the epoch. */
  readonly times: readonly number[];
  /** Clients that were accepted a second. */
  readonly rate: Series;
  readonly open: Series;
  readonly waiting: Series;
  /** Connections that ended a second, by how; only of ends that there were. */
  readonly ended: Readonly<Record<string, Series>>;
  readonly backends: readonly BackendHistory[];
}

/** The seconds of one step: their numbers, and what was kept. */
interface Step {
  readonly end: number;
  readonly seconds: (TotalsPoint & { readonly at: number })[];
}

/**
 * A history in steps.
 *
 * @param windowMs - how far it reaches back from now
 * @param stepMs - whole seconds
 */
export function historyView(
  history: History,
  windowMs: number,
  stepMs: number,
  now = Date.now(),
): HistoryView {
  const steps = stepsOf(history, now - windowMs, stepMs);
  const ends = [
    ...new Set(steps.flatMap(({ seconds }) => seconds.flatMap(({ ended }) => Object.keys(ended)))),
  ];
  return {
    stepMs,
    times: steps.map(({ end }) => end),
    rate: steps.map(({ seconds }) => perSecond(seconds, sum(seconds.map(({ accepted }) => accepted)))),
    open: steps.map(({ seconds }) => seconds.at(-1)?.open ?? null),
    waiting: steps.map(({ seconds }) => seconds.at(-1)?.waiting ?? null),
    ended: Object.fromEntries(
      ends.map((end) => [
        end,
        steps.map(({ seconds }) => perSecond(seconds, sum(seconds.map(({ ended }) => ended[end] ?? 0)))),
      ]),
    ),
    backends: [...history.backends].map(([name, series]) => backendHistory(name, series, steps)),
  };
}

/** The steps that something was kept of, in their order. */
function stepsOf(history: History, since: number, stepMs: number): readonly Step[] {
  const steps: Step[] = [];
  for (const [index, second] of history.totals.entries()) {
    if (second.time <= since) continue;
    const end = Math.ceil(second.time / stepMs) * stepMs;
    const last = steps.at(-1);
    const step = last?.end === end ? last : { end, seconds: [] };
    if (step !== last) steps.push(step);
    step.seconds.push({ ...second, at: history.firstAt + index });
  }
  return steps;
}

function backendHistory(name: string, series: BackendSeries, steps: readonly Step[]): BackendHistory {
  const each = (
    field: Parameters<BackendSeries['value']>[1],
    combine: (values: readonly number[], seconds: Step['seconds']) => number,
  ): Series =>
    steps.map(({ seconds }) => {
      const values = seconds.map(({ at }) => series.value(at, field)).filter((value) => !Number.isNaN(value));
      return values.length === 0 ? null : combine(values, seconds);
    });
  const last = (values: readonly number[]): number => values.at(-1) ?? NaN;
  const rate = (values: readonly number[], seconds: Step['seconds']): number =>
    perSecond(seconds, sum(values));
  return {
    name,
    open: each('open', last),
    rate: each('opened', rate),
    failed: each('failed', rate),
    active: each('active', last),
    firstByteMs: {
      p50: each('p50', (values) => toThousandths(sum(values) / values.length)),
      p99: each('p99', (values) => toThousandths(Math.max(...values))),
    },
  };
}

/** In the time that was kept: a step that is not over yet has fewer seconds than the others. */
function perSecond(seconds: Step['seconds'], count: number): number {
  return (count * SECOND_MS) / sum(seconds.map(({ lastedMs }) => lastedMs));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
