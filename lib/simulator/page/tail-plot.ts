import type { SimulationOutcome } from '../report/report.js';
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
import { drawMark } from './series-style.js';

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
  const answered = shown.filter(({ outcome }) => outcome.tail.length > 0);
  const [first] = answered;
  if (first === undefined) return undefined;
  return section({
    id: 'tail',
    heading: 'Latency distribution',
    reading: markup`For each time on the horizontal axis, the share of requests that took longer. Lower and further left is
better. Where a line crosses 1 %, one request in a hundred took longer: that is p99. Both axes are logarithmic, so that
the rare long ones can be seen; the last steps of a line are single requests, and mostly chance.${atLoad(first)}`,
    legend: legend(answered.map(({ policy }) => policy)),
    plots: [(size) => tailPlot(answered, context, size)],
  });
}

function tailPlot(shown: readonly PolicyOutcome[], context: PageContext, size: Size): Markup {
  const frame = frameOf(size, size === 'wide' ? 420 : 340, { right: 52 });
  const least = Math.min(...shown.map(({ outcome }) => leastShare(outcome)));
  const from = Math.min(...shown.map(({ outcome }) => beginOf(outcome.tail)));
  const to = Math.max(...shown.map(({ outcome }) => outcome.report.max));
  const x = logAxis({ from, to, range: horizontal(frame), spacing: 44 });
  const y = logAxis({ from: least, to: 1, range: vertical(frame), spacing: 26, format: formatShare });
  const p99s = shown.map(({ policy, outcome }) => `${policy.name} ${formatFigure(outcome.report.p99)}`);
  return plot({
    id: 'tail-plot',
    size,
    frame,
    title: 'Share of requests that took longer, by time, on logarithmic axes',
    description: `One falling line for each of ${listed(shown.map(({ policy }) => policy.name))}. One request in a hundred takes longer than: ${p99s.join(', ')}.`,
    x: { ...x, label: inTime('latency', context.settings) },
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
function tailCurve({ policy, outcome }: PolicyOutcome, x: Axis, y: Axis, least: number): Markup {
  const { report } = outcome;
  const marks = [
    { share: 0.1, value: report.p90, name: 'p90' },
    { share: 0.01, value: report.p99, name: 'p99' },
    { share: 0.001, value: report.p999, name: 'p99.9' },
  ].filter(({ share }) => share >= least);
  return markup`${curve(
    policy.style,
    steps(outcome).map(({ value, share }) => [x.place(value), y.place(share)] as const),
  )}
${marks.map(({ share, value, name }) =>
  drawMark(policy.style, x.place(value), y.place(share), `${policy.name}: ${name} ${formatFigure(value)}`),
)}`;
}

/** In equal ratios from the beginning of the lines to their end: what share of each policy's requests took longer than that. */
function strips(
  shown: readonly PolicyOutcome[],
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
        ...shown.map(({ policy, outcome }) => `${policy.name}: ${formatShare(shareAbove(outcome, value))}`),
      ],
    };
  });
}

/** Of requests that took longer. */
function shareAbove({ tail }: SimulationOutcome, value: number): number {
  return tail.find((step) => step.value > value)?.share ?? 0;
}

/** The corners of the line: between two requests no share changes. */
function steps(outcome: SimulationOutcome): SimulationOutcome['tail'] {
  const { tail, report } = outcome;
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
  return [...corners, { value: report.max, share: last }, { value: report.max, share: leastShare(outcome) }];
}

/** That of a single request: where a line ends, at the longest of all. */
function leastShare({ report }: SimulationOutcome): number {
  return 1 / report.perBackend.reduce((sum, { completed }) => sum + completed, 0);
}

function beginOf(tail: readonly { readonly value: number; readonly share: number }[]): number {
  const positive = tail.filter(({ value }) => value > 0);
  return (positive.findLast(({ share }) => share > FIRST_SHARE) ?? positive[0])?.value ?? 1;
}
