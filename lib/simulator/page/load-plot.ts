import type { Interval, SimulationReport } from '../report/report.js';
import { fittingAxis, linearAxis, type Axis } from './axis.js';
import { inTime, type PageContext } from './context.js';
import { formatFigure, formatNumber, listed } from '../report/figures.js';
import { frameOf, horizontal, vertical, type Size } from './frame.js';
import { legend } from './legend.js';
import { markup, type Markup } from './markup.js';
import { curve, plot } from './plot.js';
import type { Policy } from './policy.js';
import { section } from './section.js';
import { drawMark } from './series-style.js';

/** A figure that a plot shows over the loads. */
interface Measure {
  readonly id: string;
  readonly name: string;
  readonly of: (report: SimulationReport) => number;
  readonly confidence: (report: SimulationReport) => Interval | undefined;
  readonly expected: (report: SimulationReport) => number | undefined;
}

const MEASURES: readonly Measure[] = [
  {
    id: 'load-p99',
    name: 'p99 of sojourns',
    of: ({ p99 }) => p99,
    confidence: ({ confidence }) => confidence.p99,
    expected: ({ expected }) => expected?.p99,
  },
  {
    id: 'load-mean',
    name: 'mean sojourn',
    of: ({ meanSojourn }) => meanSojourn,
    confidence: ({ confidence }) => confidence.meanSojourn,
    expected: ({ expected }) => expected?.meanSojourn,
  },
];

/** One load's figure. */
interface Sample {
  readonly load: number;
  readonly value: number;
  readonly confidence: Interval | undefined;
  readonly expected: number | undefined;
}

/** p99 and mean against load, when several loads were run. */
export function loadSection(
  policies: readonly Policy[],
  loads: readonly number[],
  context: PageContext,
): Markup | undefined {
  if (loads.length < 2) return undefined;
  const theory = policies.some(({ outcomes }) => outcomes.some(({ report }) => report.expected));
  return section({
    id: 'load',
    heading: 'How it grows with load',
    reading: markup`Load is the share of all backends’ capacity that requests ask for. The nearer to 1, the longer the queues; a
good policy puts off the rise. Marks are runs, the lines through them 95 % confidence intervals; of few replications these are
wide, and may end past the plot.${
      theory ? ' Dashed: what queueing theory says, where it has a closed form.' : ''
    }`,
    legend: legend(policies, { dashed: false, theory }),
    plots: MEASURES.map((measure) => (size: Size) => loadPlot(measure, policies, loads, context, size)),
  });
}

function loadPlot(
  measure: Measure,
  policies: readonly Policy[],
  loads: readonly number[],
  context: PageContext,
  size: Size,
): Markup {
  const frame = frameOf(size, size === 'wide' ? 320 : 280);
  const series = policies.map((policy) => ({ policy, samples: samplesOf(policy, measure) }));
  const values = series.flatMap(({ samples }) =>
    samples.flatMap(({ value, expected }) => (expected === undefined ? [value] : [value, expected])),
  );
  const [least = 0, greatest = 1] = [loads[0], loads.at(-1)];
  const x = linearAxis({ from: least, to: greatest, range: horizontal(frame), spacing: 70, nice: false });
  const { kind, ...y } = fittingAxis(values, { range: vertical(frame), spacing: 30 });
  const ends = series.map(
    ({ policy, samples }) => `${policy.name} ${formatFigure(samples.at(-1)?.value ?? NaN)}`,
  );
  return plot({
    id: measure.id,
    size,
    frame,
    title: `${measure.name} against load, on a ${kind} axis`,
    description: `One rising line for each of ${listed(policies.map(({ name }) => name))}. At load ${formatNumber(greatest)}: ${ends.join(', ')}.`,
    x: { ...x, label: 'load' },
    y: { ...y, label: inTime(measure.name, context.settings) },
    content: series.map(({ policy, samples }) => drawSeries(policy, samples, x, y)),
  });
}

function samplesOf({ outcomes }: Policy, { of, confidence, expected }: Measure): Sample[] {
  return outcomes.flatMap(({ report }) =>
    report.load === undefined
      ? []
      : [
          {
            load: report.load,
            value: of(report),
            confidence: confidence(report),
            expected: expected(report),
          },
        ],
  );
}

function drawSeries({ name, style }: Policy, samples: readonly Sample[], x: Axis, y: Axis): Markup {
  const theory = samples.map(({ load, expected }) =>
    expected === undefined ? undefined : ([x.place(load), y.place(expected)] as const),
  );
  const intervals = samples.map(({ load, confidence }) =>
    whisker(style.colour, x.place(load), y, confidence),
  );
  const marks = samples.map(({ load, value }) =>
    drawMark(style, x.place(load), y.place(value), `${name} at load ${load}: ${formatFigure(value)}`),
  );
  return markup`${curve(
    { ...style, dashes: '' },
    samples.map(({ load, value }) => [x.place(load), y.place(value)] as const),
  )}
${theory.some((point) => point !== undefined) ? curve(style, theory, 'theory') : undefined}
${intervals}${marks}`;
}

function whisker(colour: string, at: number, y: Axis, confidence: Interval | undefined): Markup | undefined {
  if (confidence === undefined) return undefined;
  const [low, high] = confidence.map((bound) => y.place(bound).toFixed(1));
  return markup`<line class="whisker ${colour}" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${low}" y2="${high}"/>`;
}
