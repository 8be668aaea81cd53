import type { TimeSeries } from '../../simulator/report/run-result.js';
import type { Scenario, ScenarioEvent } from '../../simulator/scenarios/scenario.js';
import { blocks, marksBelow } from './blocks.js';
import { formatFigure, unitAfter } from '../../simulator/report/figures.js';

const WIDTH = 60;
const NARROWEST = 16;
const FAILED = 'failed';
const LATENCY = 'mean latency';
/** More backends than that are not shown one by one. */
const MOST_BACKENDS = 10;

/** How a course is shown. */
export interface CoursePlotOptions {
  /** Columns of the window. @default no bound */
  readonly room?: number;
  /** What times are in. @default they have no unit */
  readonly timeUnit?: 'ms' | undefined;
}

/** How a scenario went, over time: requests at backends, failures and latencies, and what happened when. */
export function coursePlot(
  course: TimeSeries,
  scenario: Scenario,
  { room = Infinity, timeUnit }: CoursePlotOptions = {},
): string[] {
  const bins = scenario.duration / course.step;
  const each = queueRows(course, scenario);
  const margin =
    Math.max(...[...each.map(([label]) => label), FAILED, LATENCY].map(({ length }) => length)) + 2;
  const columns = Math.min(WIDTH, Math.ceil(bins), Math.max(NARROWEST, room - margin));
  const squeezed = (values: readonly number[], merge: Merge): number[] =>
    squeeze(values, columns, bins, merge);
  const queues = each.map(([label, values]) => [label, squeezed(values, mean)] as const);
  const highest = Math.max(...queues.flatMap(([, values]) => values));
  const rows = [
    ...queues.map(([label, values]) => [label, blocks(values, { highest })] as const),
    [FAILED, blocks(squeezed(course.failed, sum))] as const,
    [LATENCY, blocks(squeezed(course.sojourns, mean))] as const,
  ];
  const unit = unitAfter({ timeUnit });
  const marks = scenario.events.map((event) => ({
    column: Math.min(columns - 1, Math.floor((event.at / scenario.duration) * columns)),
    text: `|${formatAt(event.at)}${unit} ${happeningOf(event)}`,
  }));
  return [
    `requests at a backend over time, up to ${formatFigure(highest)}`,
    ...rows.map(([label, row]) => (label.padEnd(margin) + row).trimEnd()),
    ...marksBelow(marks, room - margin).map((line) => ' '.repeat(margin) + line),
  ];
}

/** A row for each backend that a fault affects, and one for the mean of the others. */
function queueRows(
  { queues }: TimeSeries,
  { events }: Scenario,
): (readonly [label: string, values: readonly number[]])[] {
  const struck = new Set(events.flatMap((event) => ('fault' in event ? event.backend : [])));
  const named = queues.map((values, index) => [`B${index + 1}`, values] as const);
  const others = named.filter(([name]) => !struck.has(name)).map(([, values]) => values);
  const shown = named.filter(([name]) => struck.has(name)).slice(0, MOST_BACKENDS);
  if (others.length === 0) return shown;
  const means = (others[0] ?? []).map((_, bin) => mean(others.map((values) => values[bin] ?? 0)));
  return [...shown, [shown.length === 0 ? 'backends, mean' : 'the others, mean', means]];
}

type Merge = (values: readonly number[]) => number;

const sum: Merge = (values) => values.reduce((total, value) => total + value, 0);
const mean: Merge = (values) => (values.length === 0 ? 0 : sum(values) / values.length);

/** The first `bins` values, merged into that number of columns. */
function squeeze(values: readonly number[], columns: number, bins: number, merge: Merge): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * bins) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * bins) / columns));
    return merge(values.slice(from, to));
  });
}

function happeningOf(event: ScenarioEvent): string {
  if ('arrivals' in event) return `arrivals × ${event.arrivals}`;
  return 'store' in event ? `store ${event.store}` : event.fault.kind;
}

function formatAt(at: number): string {
  return Number.isInteger(at) ? String(at) : at.toFixed(1);
}
