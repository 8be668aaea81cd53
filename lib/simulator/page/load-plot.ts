import type { Interval, SimulationReport } from '../report/report.js';
import { linearAxis, logAxis, type Axis } from './axis.js';
import { inTime, type PageContext } from './context.js';
import { formatFigure, formatInterval, formatNumber, hasAnswers, listed } from '../report/figures.js';
import { halfFrameOf, horizontal, vertical, type Size } from './frame.js';
import { hoverStrips, stripsAround } from './hover.js';
import { legend, series } from './legend.js';
import { markup, type Markup } from './markup.js';
import { curve, plot } from './plot.js';
import type { Policy } from './policy.js';
import { section, type Drawing } from './section.js';
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
    name: 'p99 latency',
    of: ({ p99 }) => p99,
    confidence: ({ confidence }) => confidence?.p99,
    expected: ({ expected }) => expected?.p99,
  },
  {
    id: 'load-mean',
    name: 'mean latency',
    of: ({ meanSojourn }) => meanSojourn,
    confidence: ({ confidence }) => confidence?.meanSojourn,
    expected: ({ expected }) => expected?.meanSojourn,
  },
];

/** The kinds of vertical axes: on the one differences can be compared, on the other ratios. */
const SCALES = ['linear', 'logarithmic'] as const;
type Scale = (typeof SCALES)[number];

/** One load's figure. */
interface Sample {
  readonly load: number;
  readonly value: number;
  readonly confidence: Interval | undefined;
  readonly expected: number | undefined;
}

/** A policy and its figures, by load. */
interface LoadSeries {
  readonly policy: Policy;
  readonly samples: readonly Sample[];
}

/** p99 and mean against load, when several loads were run: each on a linear and on a logarithmic axis. */
export function loadSection(
  policies: readonly Policy[],
  loads: readonly number[],
  context: PageContext,
): Markup | undefined {
  if (loads.length < 2) return undefined;
  const theory = policies.some(({ outcomes }) => outcomes.some(({ report }) => report.expected));
  return section({
    id: 'load',
    heading: 'Latency against load',
    reading: markup`Load is the share of all backends’ capacity that requests ask for. The nearer to 1, the longer the queues; a
good algorithm puts off the rise. The linear axis shows how steep the rise is; on the logarithmic one equal distances are equal
ratios. Marks are runs, the lines through them 95 % confidence intervals; of few replications these are
wide, and may end past the plot.${
      theory ? ' Dashed: what queueing theory says, where it has a closed form.' : ''
    }`,
    legend: legend(policies, { dashed: false, theory }),
    plots: MEASURES.map((measure) => {
      const all = policies.map((policy) => ({ policy, samples: samplesOf(policy, measure) }));
      return SCALES.filter((scale) => scale === 'linear' || valuesOf(all).length > 0).map(
        (scale): Drawing =>
          (size) =>
            loadPlot(measure, scale, all, loads, context, size),
      );
    }),
  });
}

function loadPlot(
  { id, name }: Measure,
  scale: Scale,
  all: readonly LoadSeries[],
  loads: readonly number[],
  context: PageContext,
  size: Size,
): Markup {
  const frame = halfFrameOf(size, 300);
  const [least = 0, greatest = 1] = [loads[0], loads.at(-1)];
  const x = linearAxis({ from: least, to: greatest, range: horizontal(frame), spacing: 70, nice: false });
  const y = verticalAxis(scale, valuesOf(all), vertical(frame));
  const ends = all.map(
    ({ policy, samples }) => `${policy.name} ${formatFigure(samples.at(-1)?.value ?? NaN)}`,
  );
  const places = loads.map((load) => ({ at: x.place(load), lines: linesAt(load, all) }));
  return plot({
    id: `${id}-${scale}`,
    size,
    frame,
    title: `${name} against load, on a ${scale} axis`,
    description: `One rising line for each of ${listed(all.map(({ policy }) => policy.name))}. At load ${formatNumber(greatest)}: ${ends.join(', ')}.`,
    x: { ...x, label: 'load' },
    y: { ...y, label: `${inTime(name, context.settings)}, ${scale}` },
    content: [
      hoverStrips(stripsAround(places, horizontal(frame)), frame),
      ...all.map(({ policy, samples }, key) => series(key, drawSeries(policy, samples, x, y))),
    ],
  });
}

function verticalAxis(scale: Scale, values: readonly number[], range: readonly [number, number]): Axis {
  const [least, greatest] = [Math.min(...values), Math.max(0, ...values)];
  return scale === 'linear'
    ? linearAxis({ from: 0, to: greatest, range, spacing: 30 })
    : logAxis({ from: least, to: greatest, range, spacing: 30 });
}

/** All that has to have its place on the axis. */
function valuesOf(all: readonly LoadSeries[]): number[] {
  return all
    .flatMap(({ samples }) => samples.flatMap(({ value, expected = value }) => [value, expected]))
    .filter((value) => value > 0 && Number.isFinite(value));
}

/** What each policy has at a load: `load 0.9`, `random: 23.45 (95 %: 22.10 to 24.80), theory 23.60`. */
function linesAt(load: number, all: readonly LoadSeries[]): string[] {
  return [
    `load ${formatNumber(load)}`,
    ...all.flatMap(({ policy, samples }) =>
      samples
        .filter((sample) => sample.load === load)
        .map(({ value, confidence, expected }) => {
          const interval = confidence === undefined ? '' : ` (95 %: ${formatInterval(confidence)})`;
          const theory = expected === undefined ? '' : `, theory ${formatFigure(expected)}`;
          return `${policy.name}: ${formatFigure(value)}${interval}${theory}`;
        }),
    ),
  ];
}

/** Of those runs in which something was answered. */
function samplesOf({ outcomes }: Policy, { of, confidence, expected }: Measure): Sample[] {
  return outcomes.flatMap(({ report }) =>
    report.load === undefined || !hasAnswers(report)
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
${theory.some((point) => point !== undefined) ? series('theory', curve(style, theory, 'theory')) : undefined}
${intervals}${marks}`;
}

/** A bound below 0 has no place on a logarithmic axis: there the line goes on to the end of the plot. */
function whisker(colour: string, at: number, y: Axis, confidence: Interval | undefined): Markup | undefined {
  if (confidence === undefined) return undefined;
  const [low, high] = confidence.map((bound) => y.place(Math.max(bound, Number.MIN_VALUE)).toFixed(1));
  return markup`<line class="whisker ${colour}" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${low}" y2="${high}"/>`;
}
