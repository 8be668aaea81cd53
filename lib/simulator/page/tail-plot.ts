import { logAxis, type Axis } from './axis.js';
import { inTime, type PageContext } from './context.js';
import { formatFigure, formatShare, listed } from '../report/figures.js';
import { frameOf, horizontal, vertical, type Frame, type Size } from './frame.js';
import { hoverStrips, MOST_STRIPS, type HoverStrip } from './hover.js';
import { legend, series } from './legend.js';
import { markup, type Content, type Markup } from './markup.js';
import { curve, plot } from './plot.js';
import { atLoad, type PolicyOutcome } from './policy.js';
import { section } from './section.js';
import { drawMark, type SeriesStyle } from './series-style.js';

/** What the plot has of one run. */
export interface TailLine {
  readonly name: string;
  readonly style: SeriesStyle;
  /** The share of requests that took at least `value`, falling from 1. */
  readonly tail: readonly { readonly value: number; readonly share: number }[];
  /** Requests that were answered. */
  readonly count: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Where the plot begins: before it, more than this share of requests are still under way. */
const FIRST_SHARE = 0.9;

/** Shares that have a name of their own. */
const PERCENTILES = [
  { share: 0.5, name: 'median' },
  { share: 0.1, name: 'p90' },
  { share: 0.01, name: 'p99' },
  { share: 0.001, name: 'p99.9' },
  { share: 0.0001, name: 'p99.99' },
];

/** The share of requests that took longer than a time, for all times and all policies, under the greatest load. */
export function tailSection(shown: readonly PolicyOutcome[], context: PageContext): Markup | undefined {
  const [first] = shown.filter(({ outcome }) => outcome.tail.length > 0);
  return first && tailLinesSection(shown.map(lineOf), inTime('latency', context.settings), atLoad(first));
}

function lineOf({ policy: { name, style }, outcome: { report, tail } }: PolicyOutcome): TailLine {
  const { p90, p99, p999, max } = report;
  const count = report.perBackend.reduce((sum, { completed }) => sum + completed, 0);
  return { name, style, tail, count, p90, p99, p999, max };
}

/**
 * As {@link tailSection}, of whatever has latencies.
 *
 * @param xLabel - latency with its unit
 * @param remark - what is to be said below the heading, too
 */
export function tailLinesSection(
  lines: readonly TailLine[],
  xLabel: string,
  remark = '',
): Markup | undefined {
  const answered = lines.filter(({ tail }) => tail.length > 0);
  if (answered.length === 0) return undefined;
  return section({
    id: 'tail',
    heading: 'Latency distribution',
    reading: markup`For each time on the horizontal axis, the share of requests that took longer. Lower and further left is
better. Where a line crosses 1 %, one request in a hundred took longer: that is p99. Both axes are logarithmic, so that
the rare long ones can be seen; the last steps of a line are single requests, and mostly chance.${remark}`,
    legend: legend(answered),
    plots: [(size) => tailPlot(answered, xLabel, size)],
  });
}

function tailPlot(shown: readonly TailLine[], xLabel: string, size: Size): Markup {
  const frame = frameOf(size, size === 'wide' ? 420 : 340, { right: 52 });
  const least = Math.min(...shown.map(leastShare));
  const from = Math.min(...shown.map(({ tail }) => beginOf(tail)));
  const to = Math.max(...shown.map(({ max }) => max));
  const x = logAxis({ from, to, range: horizontal(frame), spacing: 44 });
  const y = logAxis({ from: least, to: 1, range: vertical(frame), spacing: 26, format: formatShare });
  const p99s = shown.map(({ name, p99 }) => `${name} ${formatFigure(p99)}`);
  return plot({
    id: 'tail-plot',
    size,
    frame,
    title: 'Share of requests that took longer, by time, on logarithmic axes',
    description: `One falling line for each of ${listed(shown.map(({ name }) => name))}. One request in a hundred takes longer than: ${p99s.join(', ')}.`,
    x: { ...x, label: xLabel },
    y: { ...y, label: 'share of requests that took longer' },
    content: [
      percentileNames(y, least, frame),
      hoverStrips(strips(shown, { from, to, x, size, frame }), frame),
      ...shown.map((each, key) => series(key, tailCurve(each, x, y, least))),
    ],
  });
}

function percentileNames(y: Axis, least: number, { width, right }: Frame): Content {
  return PERCENTILES.filter(({ share }) => share >= least).map(
    ({ share, name }) =>
      markup`<text class="tick" x="${width - right + 5}" y="${(y.place(share) + 4).toFixed(1)}">${name}</text>`,
  );
}

/** With marks where it crosses the shares that have a name, as the table has them. */
function tailCurve(line: TailLine, x: Axis, y: Axis, least: number): Markup {
  const { name, style } = line;
  const marks = [
    { share: 0.1, value: line.p90, percentile: 'p90' },
    { share: 0.01, value: line.p99, percentile: 'p99' },
    { share: 0.001, value: line.p999, percentile: 'p99.9' },
  ].filter(({ share }) => share >= least);
  return markup`${curve(
    style,
    steps(line).map(({ value, share }) => [x.place(value), y.place(share)] as const),
  )}
${marks.map(({ share, value, percentile }) =>
  drawMark(style, x.place(value), y.place(share), `${name}: ${percentile} ${formatFigure(value)}`),
)}`;
}

/** In equal ratios from the beginning of the lines to their end: what share of each policy's requests took longer than that. */
function strips(
  shown: readonly TailLine[],
  { from, to, x, size, frame }: { from: number; to: number; x: Axis; size: Size; frame: Frame },
): HoverStrip[] {
  const count = MOST_STRIPS[size];
  const valueAt = (strip: number): number => from * (to / from) ** (strip / count);
  const [left, right] = horizontal(frame);
  return Array.from({ length: count }, (_, strip) => {
    const value = valueAt(strip + 0.5);
    return {
      from: strip === 0 ? left : x.place(valueAt(strip)),
      to: strip === count - 1 ? right : x.place(valueAt(strip + 1)),
      lines: [
        `longer than ${formatFigure(value)}`,
        ...shown.map((line) => `${line.name}: ${formatShare(shareAbove(line, value))}`),
      ],
    };
  });
}

/** Of requests that took longer. */
function shareAbove({ tail }: TailLine, value: number): number {
  return tail.find((step) => step.value > value)?.share ?? 0;
}

/** The corners of the line: between two requests no share changes. */
function steps(line: TailLine): TailLine['tail'] {
  const { tail, max } = line;
  const corners = tail.flatMap(({ value, share }, index) => {
    const next = tail[index + 1];
    return next === undefined
      ? [{ value, share }]
      : [
          { value, share },
          { value, share: next.share },
        ];
  });
  const last = tail.at(-1)?.share ?? 1;
  return [...corners, { value: max, share: last }, { value: max, share: leastShare(line) }];
}

/** That of a single request: where a line ends, at the longest of all. */
function leastShare({ count }: TailLine): number {
  return 1 / count;
}

function beginOf(tail: readonly { readonly value: number; readonly share: number }[]): number {
  const positive = tail.filter(({ value }) => value > 0);
  return (positive.findLast(({ share }) => share > FIRST_SHARE) ?? positive[0])?.value ?? 1;
}
