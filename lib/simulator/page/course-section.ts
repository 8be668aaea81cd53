import { linearAxis } from './axis.js';
import { inTime, type PageContext } from './context.js';
import { coarser, coursesOf, endOf, type PolicyCourse } from './course.js';
import { faultTable } from './fault-table.js';
import { faultSpans } from './fault-span.js';
import { lanesOf } from './fault-lanes.js';
import { formatCount, formatFigure, formatNumber, unitAfter } from '../report/figures.js';
import { flowPlots } from './flow-plots.js';
import type { Size } from './frame.js';
import { legend } from './legend.js';
import { markup, type Content, type Markup } from './markup.js';
import { atLoad, type PolicyOutcome } from './policy.js';
import { mostQueuedIn, ownLines, queuePlot, type CourseFrame } from './queue-plot.js';
import { section } from './section.js';
import { foldedTable } from './table.js';

/** Rows of the table of the course. */
const MOST_ROWS = 24;
const TICK_SPACING = 50;

/** What happened over time: the load of backends with the faults, and what became of requests. */
export function courseSections(shown: readonly PolicyOutcome[], context: PageContext): Content {
  const { scenario } = context.settings;
  const courses = coursesOf(shown, scenario?.duration);
  const [first] = courses;
  if (first === undefined) return undefined;
  const frame = courseFrame(courses, context);
  const several = first.outcome.report.replications > 1 ? ' Of the first replication.' : '';
  const remark = several + atLoad(first);
  return [
    queueSection(courses, frame, context, remark),
    section({
      id: 'flow',
      heading: 'Answers, failures and latency over time',
      reading: markup`Requests are plotted at completion, so slow ones appear late: a spike in the mean latency, which is of answered
requests, is of those that came before it. A gap means no request was answered then.${remark}`,
      legend: legend(
        courses.map(({ policy }) => policy),
        { marked: false },
      ),
      plots: flowPlots(courses, frame, context),
      after: courseTable(courses),
    }),
  ];
}

function courseFrame(courses: readonly PolicyCourse[], { settings }: PageContext): CourseFrame {
  const spans = settings.scenario === undefined ? [] : faultSpans(settings.scenario);
  const end = settings.scenario?.duration ?? endOf(courses);
  const flips = courses.map(({ outcome }) =>
    (outcome.report.scenario?.flips ?? []).filter(({ at }) => at <= end),
  );
  return {
    spans,
    flips,
    lanes: lanesOf(spans, flips.flat()),
    mostQueued: mostQueuedIn(courses),
    x: (range) => linearAxis({ from: 0, to: end, range, spacing: TICK_SPACING, nice: false }),
    xLabel: inTime('time', settings),
  };
}

function queueSection(
  courses: readonly PolicyCourse[],
  frame: CourseFrame,
  { settings }: PageContext,
  remark: string,
): Markup {
  const own = ownLines(frame.lanes);
  const others = settings.speeds.length - own.length;
  const strip =
    frame.lanes.length === 0
      ? ''
      : ' Above, a bar lasts as long as a fault does; ▼ is where a balancer marked the backend down, ▲ where it was marked up again.';
  return section({
    id: 'queues',
    heading: 'Requests at each backend over time',
    reading: markup`Requests at each backend, waiting or served, on average over each interval.${strip}${
      courses.length > 1 ? ' All plots have the same scale.' : ''
    }${remark}`,
    legend: legend(own, {
      marked: false,
      ...(others > 0 && { crowd: crowdName(own.length, others) }),
    }),
    plots: courses.map(
      (shown, index) =>
        (size: Size): Markup =>
          queuePlot(shown, index, frame, size),
    ),
    after: faultTable(courses, frame.spans),
  });
}

function crowdName(own: number, others: number): string {
  const who =
    own === 0 ? `all ${others} backends` : others === 1 ? 'the other backend' : `the other ${others}`;
  return others === 1 ? who : `${who}: mean, and from the least to the most`;
}

function courseTable(courses: readonly PolicyCourse[]): Markup {
  const bins = Math.max(...courses.map(({ course }) => course.completed.length));
  const coarse = courses.map(({ course }) => coarser(course, Math.ceil(bins / MOST_ROWS)));
  const step = coarse[0]?.step ?? 0;
  const rows = Array.from(
    { length: Math.max(...coarse.map(({ completed }) => completed.length)) },
    (_, bin) => [
      formatNumber(bin * step),
      ...coarse.flatMap(({ completed, failed, sojourns }) => [
        formatCount(completed[bin] ?? 0),
        formatCount(failed[bin] ?? 0),
        (completed[bin] ?? 0) > 0 ? formatFigure(sojourns[bin] ?? 0) : undefined,
      ]),
    ],
  );
  return foldedTable('The same data as a table', {
    caption: `Intervals of ${formatNumber(step)}${unitAfter(courses[0]?.outcome.report ?? {})}: requests answered, failed, and the mean latency of those answered`,
    head: [
      'from',
      ...courses.flatMap(({ policy: { name } }) => [`${name}: answered`, 'failed', 'mean latency']),
    ],
    rows,
  });
}
