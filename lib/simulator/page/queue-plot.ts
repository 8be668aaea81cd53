import { area } from 'd3-shape';
import { linearAxis, type Axis } from './axis.js';
import { midsOf, rangeOf, type PolicyCourse } from './course.js';
import { inStrips, timeStrips } from './time-strips.js';
import { ARRIVALS, STORE, type FaultSpan } from './fault-span.js';
import { faultBands, faultLanes, LANE } from './fault-lanes.js';
import { formatFigure } from '../report/figures.js';
import type { HealthFlip } from '../report/run-result.js';
import { frameOf, vertical, type Size } from './frame.js';
import { hoverStrips, type HoverStrip } from './hover.js';
import { series } from './legend.js';
import { markup, type Content, type Markup } from './markup.js';
import { curve, pathOf, plot } from './plot.js';
import { backendStyle, type SeriesStyle } from './series-style.js';

/** Where the strip of faults begins, in pixels. */
const STRIP = 22;

/** What all plots of a course have in common. */
export interface CourseFrame {
  readonly spans: readonly FaultSpan[];
  /** What each policy's balancers marked, until the end of the course. */
  readonly flips: readonly (readonly HealthFlip[])[];
  /** Requests at a backend, the most under any policy: all plots have this scale. */
  readonly mostQueued: number;
  /** What has a lane in the strip of faults. */
  readonly lanes: readonly string[];
  readonly x: (range: readonly [number, number]) => Axis;
  readonly xLabel: string;
}

/** The requests at each backend over time under one policy, with a strip of the faults above. */
export function queuePlot(
  shown: PolicyCourse,
  index: number,
  { spans, flips, mostQueued, lanes, x: axis, xLabel }: CourseFrame,
  size: Size,
): Markup {
  const { policy } = shown;
  const frame = frameOf(size, 230 + lanes.length * LANE, { top: 40 + lanes.length * LANE, left: 66 });
  const x = axis([frame.left, frame.width - frame.right]);
  const [bottom, top] = vertical(frame);
  const y = linearAxis({ from: 0, to: mostQueued, range: [bottom, top], spacing: 30 });
  return plot({
    id: `queue-${index}`,
    size,
    frame,
    title: `${policy.name}: requests at each backend over time`,
    description: `The most that a backend had, on average over an interval, is ${formatFigure(mostQueuedIn([shown]))}. Faults are marked, and where a balancer marked a backend down or up.`,
    x: { ...x, label: xLabel },
    y: { ...y, label: `${policy.name}: requests at a backend` },
    below: faultBands(spans, x, STRIP, bottom),
    content: [
      queueCurves(shown, lanes, x, y),
      hoverStrips(queueStrips(shown, lanes, x, size), frame),
      faultLanes(lanes, spans, flips[index] ?? [], { x, frame, top: STRIP }),
    ],
  });
}

/** The most requests that a backend had, on average over an interval; at least 1. */
export function mostQueuedIn(courses: readonly PolicyCourse[]): number {
  return courses
    .flatMap(({ course }) => course.queues)
    .reduce((most, queue) => queue.reduce((a, b) => Math.max(a, b), most), 1);
}

/** The backends that have a line of their own: those that have a lane. */
export function ownLines(lanes: readonly string[]): { readonly name: string; readonly style: SeriesStyle }[] {
  return lanes
    .filter((lane) => lane !== ARRIVALS && lane !== STORE)
    .map((name, number) => ({ name, style: backendStyle(number) }));
}

function queueCurves(shown: PolicyCourse, lanes: readonly string[], x: Axis, y: Axis): Content {
  const mids = midsOf(shown.course).map((mid) => x.place(mid));
  const { own, others } = queuesOf(shown, lanes);
  const curves = own.map(({ style, queue }, key) => {
    const points = queue.map((jobs, bin) => [mids[bin] ?? 0, y.place(jobs)] as const);
    return series(key, curve(style, points));
  });
  return [others.length > 0 ? series('crowd', crowd(rangeOf(others), mids, y)) : undefined, curves];
}

/** The queues of the backends that have lines of their own, and those of all others. */
function queuesOf({ course: { queues }, outcome }: PolicyCourse, lanes: readonly string[]) {
  const names = outcome.report.perBackend.map(({ name }) => name);
  const own = ownLines(lanes).map((line) => ({ ...line, queue: queues[names.indexOf(line.name)] ?? [] }));
  return { own, others: queues.filter((queue) => own.every((line) => line.queue !== queue)) };
}

/** For each part of the plot's time, what each line has there on average. */
function queueStrips(shown: PolicyCourse, lanes: readonly string[], x: Axis, size: Size): HoverStrip[] {
  const course = inStrips(shown.course, size);
  const { own, others } = queuesOf({ ...shown, course }, lanes);
  const ranges = others.length === 0 ? [] : rangeOf(others);
  return timeStrips(course, x, (bin) => {
    const range = ranges[bin];
    return [
      ...own.map(({ name, queue }) => `${name}: ${formatFigure(queue[bin] ?? 0)}`),
      ...(range === undefined
        ? []
        : [
            `others: mean ${formatFigure(range.mean)}, ${formatFigure(range.least)} to ${formatFigure(range.most)}`,
          ]),
    ];
  });
}

/** Many backends: a band from the least to the most, and a line for the mean. */
function crowd(ranges: ReturnType<typeof rangeOf>, mids: readonly number[], y: Axis): Markup {
  const band = area<(typeof ranges)[number]>()
    .x((_, bin) => mids[bin] ?? 0)
    .y0(({ least }) => y.place(least))
    .y1(({ most }) => y.place(most))
    .digits(1)(ranges);
  const mean = pathOf(ranges.map((range, bin) => [mids[bin] ?? 0, y.place(range.mean)] as const));
  return markup`<path class="crowd" d="${band ?? ''}"/><path class="curve crowd-mean" d="${mean}"/>`;
}
