import { fittingAxis, linearAxis, type Axis } from './axis.js';
import { inTime, type PageContext } from './context.js';
import { midsOf, type PolicyCourse } from './course.js';
import { faultBands } from './fault-lanes.js';
import { formatFigure, NOTHING } from '../report/figures.js';
import { hoverStrips, type HoverStrip } from './hover.js';
import { series } from './legend.js';
import { frameOf, horizontal, vertical, type Size } from './frame.js';
import type { Markup } from './markup.js';
import { curve, plot } from './plot.js';
import type { CourseFrame } from './queue-plot.js';
import type { Point } from './thinning.js';
import { inStrips, timeStrips } from './time-strips.js';

/** A figure of each interval, for all policies in one plot. */
interface Flow {
  readonly id: string;
  readonly name: string;
  /** What stands on the vertical axis. */
  readonly label: (context: PageContext) => string;
  /** For each interval; undefined where there is no figure. */
  readonly of: (course: PolicyCourse['course']) => readonly (number | undefined)[];
  readonly axis: typeof fittingAxis;
}

const perTime: Flow['axis'] = (values, options) => ({
  kind: 'linear',
  ...linearAxis({ ...options, from: 0, to: Math.max(0, ...values) }),
});

const ANSWERED: Flow = {
  id: 'answered',
  name: 'requests answered over time',
  label: ({ settings }) => `requests answered per ${unitOfTime(settings)}`,
  of: ({ completed, step }) => completed.map((count) => count / step),
  axis: perTime,
};

const FAILED: Flow = {
  id: 'failed',
  name: 'requests failed over time',
  label: ({ settings }) => `requests failed per ${unitOfTime(settings)}`,
  of: ({ failed, step }) => failed.map((count) => count / step),
  axis: perTime,
};

function unitOfTime({ serviceMean, timeUnit }: PageContext['settings']): string {
  return timeUnit ?? (serviceMean === 1 ? 'mean service time' : 'unit of time');
}

const LATENCY: Flow = {
  id: 'latency',
  name: 'mean latency over time',
  label: ({ settings }) => inTime('mean latency', settings),
  of: ({ sojourns, completed }) =>
    sojourns.map((sojourn, bin) => ((completed[bin] ?? 0) > 0 ? sojourn : undefined)),
  axis: fittingAxis,
};

/** What came of requests over time, and how long they took; what failed only if something did. */
export function flowPlots(
  courses: readonly PolicyCourse[],
  frame: CourseFrame,
  context: PageContext,
): ((size: Size) => Markup)[] {
  const anyFailed = courses.some(({ course }) => course.failed.some((count) => count > 0));
  const flows = anyFailed ? [ANSWERED, FAILED, LATENCY] : [ANSWERED, LATENCY];
  return flows.map((flow) => (size: Size) => flowPlot(flow, courses, frame, context, size));
}

function flowPlot(
  { id, name, label, of, axis }: Flow,
  courses: readonly PolicyCourse[],
  { spans, x: xAxis, xLabel }: CourseFrame,
  context: PageContext,
  size: Size,
): Markup {
  const frame = frameOf(size, 210, { left: 66 });
  const x = xAxis(horizontal(frame));
  const [bottom, top] = vertical(frame);
  const valuesOf = (course: PolicyCourse['course']): number[] =>
    of(course).filter((value) => value !== undefined);
  const { kind, ...y } = axis(
    courses.flatMap(({ course }) => valuesOf(course)),
    { range: [bottom, top], spacing: 24 },
  );
  const most = courses.map(
    ({ policy, course }) => `${policy.name} ${formatFigure(Math.max(0, ...valuesOf(course)))}`,
  );
  return plot({
    id: `course-${id}`,
    size,
    frame,
    title: `${name}, on a ${kind} axis`,
    description: `One line for each algorithm. The most in an interval: ${most.join(', ')}.`,
    x: { ...x, label: xLabel },
    y: { ...y, label: label(context) },
    below: faultBands(spans, x, top, bottom),
    content: [
      courses.map(({ policy, course }, key) =>
        series(key, curve(policy.style, pointsOf(of(course), midsOf(course), x, y))),
      ),
      hoverStrips(flowStrips(of, courses, x, size), frame),
    ],
  });
}

/** For each part of the plot's time, what each policy has there. */
function flowStrips(of: Flow['of'], courses: readonly PolicyCourse[], x: Axis, size: Size): HoverStrip[] {
  const coarse = courses.map(({ policy, course }) => ({ name: policy.name, course: inStrips(course, size) }));
  const figures = coarse.map(({ name, course }) => ({ name, values: of(course) }));
  const longest = coarse
    .map(({ course }) => course)
    .reduce((a, b) => (b.completed.length > a.completed.length ? b : a));
  return timeStrips(longest, x, (bin) =>
    figures.map(({ name, values }) => `${name}: ${figureOrNothing(values[bin])}`),
  );
}

function figureOrNothing(value: number | undefined): string {
  return value === undefined ? NOTHING : formatFigure(value);
}

function pointsOf(
  values: readonly (number | undefined)[],
  mids: readonly number[],
  x: Axis,
  y: Axis,
): (Point | undefined)[] {
  return values.map((value, bin) =>
    value === undefined ? undefined : [x.place(mids[bin] ?? 0), y.place(value)],
  );
}
