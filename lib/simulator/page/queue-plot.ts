import { area } from 'd3-shape';
import { linearAxis, type Axis } from './axis.js';
import { midsOf, rangeOf, type PolicyCourse } from './course.js';
import { ARRIVALS, type FaultSpan } from './fault-span.js';
import { faultBands, faultLanes, LANE } from './fault-lanes.js';
import { formatFigure } from '../report/figures.js';
import { frameOf, vertical, type Size } from './frame.js';
import { markup, type Content, type Markup } from './markup.js';
import { curve, pathOf, plot } from './plot.js';
import { seriesStyle, type SeriesStyle } from './series-style.js';

/** Where the strip of faults begins, in pixels. */
const STRIP = 22;

/** Backends' lines have the looks that come after those of the first policies. */
const FIRST_STYLE = 3;

/** What all plots of a course have in common. */
export interface CourseFrame {
  readonly spans: readonly FaultSpan[];
  /** What has a lane in the strip of faults. */
  readonly lanes: readonly string[];
  readonly x: (range: readonly [number, number]) => Axis;
  readonly xLabel: string;
}

/** The requests at each backend over time under one policy, with a strip of the faults above. */
export function queuePlot(
  shown: PolicyCourse,
  index: number,
  { spans, lanes, x: axis, xLabel }: CourseFrame,
  size: Size,
): Markup {
  const { policy, course, outcome } = shown;
  const flips = outcome.report.scenario?.flips ?? [];
  const frame = frameOf(size, 230 + lanes.length * LANE, { top: 40 + lanes.length * LANE, left: 66 });
  const x = axis([frame.left, frame.width - frame.right]);
  const [bottom, top] = vertical(frame);
  const greatest = course.queues.reduce((most, queue) => Math.max(most, ...queue), 1);
  const y = linearAxis({ from: 0, to: greatest, range: [bottom, top], spacing: 30 });
  return plot({
    id: `queue-${index}`,
    size,
    frame,
    title: `${policy.name}: requests at each backend over time`,
    description: `The most that a backend had, on average over an interval, is ${formatFigure(greatest)}. Faults are marked, and where a balancer took a backend down or up.`,
    x: { ...x, label: xLabel },
    y: { ...y, label: `${policy.name}: requests at a backend` },
    below: faultBands(spans, x, STRIP, bottom),
    content: [queueCurves(shown, lanes, x, y), faultLanes(lanes, spans, flips, { x, frame, top: STRIP })],
  });
}

/** The backends that have a line of their own: those that have a lane. */
export function ownLines(lanes: readonly string[]): { readonly name: string; readonly style: SeriesStyle }[] {
  return lanes
    .filter((lane) => lane !== ARRIVALS)
    .map((name, number) => ({ name, style: seriesStyle(FIRST_STYLE + number) }));
}

function queueCurves({ course, outcome }: PolicyCourse, lanes: readonly string[], x: Axis, y: Axis): Content {
  const mids = midsOf(course).map((mid) => x.place(mid));
  const own = ownLines(lanes);
  const names = outcome.report.perBackend.map(({ name }) => name);
  const others = course.queues.filter((_, backend) => own.every(({ name }) => name !== names[backend]));
  const curves = own.map(({ name, style }) => {
    const queue = course.queues[names.indexOf(name)] ?? [];
    return curve(
      style,
      queue.map((jobs, bin) => [mids[bin] ?? 0, y.place(jobs)] as const),
    );
  });
  return [others.length > 0 ? crowd(rangeOf(others), mids, y) : undefined, curves];
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
