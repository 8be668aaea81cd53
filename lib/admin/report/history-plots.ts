import { formatNumber } from '../../simulator/report/figures.js';
import { linearAxis } from '../../simulator/page/axis.js';
import { frameOf, horizontal, vertical, type Size } from '../../simulator/page/frame.js';
import { legend, series } from '../../simulator/page/legend.js';
import type { Markup } from '../../simulator/page/markup.js';
import { curve, plot } from '../../simulator/page/plot.js';
import { section } from '../../simulator/page/section.js';
import { backendStyle, seriesStyle, type SeriesStyle } from '../../simulator/page/series-style.js';
import type { HistoryView } from '../../metrics/history-view.js';
import type { Report } from './report.js';

/** Lines of a plot at most: of backends the first ones. */
export const MOST_LINES = 12;
const MINUTE_MS = 60_000;
const HEIGHT = 240;

interface Line {
  readonly name: string;
  readonly style: SeriesStyle;
  readonly values: readonly (number | null)[];
}

interface Chart {
  readonly id: string;
  readonly heading: string;
  readonly reading: string;
  /** Of the vertical axis. */
  readonly label: string;
  readonly linesOf: (history: HistoryView) => readonly Line[];
}

const CHARTS: readonly Chart[] = [
  {
    ...{ id: 'rate', heading: 'Connections a second', label: 'connections a second' },
    reading: 'Connections established to each backend.',
    linesOf: ({ backends }) => backends.map(({ name, rate }, index) => ofBackend(name, rate, index)),
  },
  {
    ...{ id: 'open', heading: 'Open connections', label: 'open connections' },
    reading: 'Connections open to each backend.',
    linesOf: ({ backends }) => backends.map(({ name, open }, index) => ofBackend(name, open, index)),
  },
  {
    ...{ id: 'p50', heading: 'Time to the first byte, p50', label: 'milliseconds' },
    reading: 'From the start of a connection to the first byte of its backend: the median.',
    linesOf: ({ backends }) =>
      backends.map(({ name, firstByteMs }, index) => ofBackend(name, firstByteMs.p50, index)),
  },
  {
    ...{ id: 'p99', heading: 'Time to the first byte, p99', label: 'milliseconds' },
    reading: 'The same: 99 % of connections were faster.',
    linesOf: ({ backends }) =>
      backends.map(({ name, firstByteMs }, index) => ofBackend(name, firstByteMs.p99, index)),
  },
  {
    ...{ id: 'ends', heading: 'Queue and ends', label: 'waiting; ended a second' },
    reading: 'Clients that waited, and how many connections ended a second, by how they ended.',
    linesOf: ({ waiting, ended }) =>
      [['waiting', waiting] as const, ...Object.entries(ended)].map(([name, values], index) => ({
        ...{ name, values, style: seriesStyle(index) },
      })),
  },
];

/** The last minutes as plots, a section for each. */
export function historySections(report: Report): Markup[] {
  return CHARTS.map((chart) => chartSection(chart, report));
}

function ofBackend(name: string, values: Line['values'], index: number): Line {
  return { name, values, style: backendStyle(index) };
}

function chartSection({ id, heading, reading, label, linesOf }: Chart, report: Report): Markup {
  const all = linesOf(report.history);
  const lines = all.slice(0, MOST_LINES);
  const more = all.length > lines.length ? ` The first ${lines.length} of ${all.length} are shown.` : '';
  return section({
    ...{ id, heading, reading: reading + more },
    legend: legend(lines, { marked: false }),
    plots: [(size) => historyPlot({ id, heading, label, lines }, report, size)],
  });
}

function historyPlot(
  {
    id,
    heading,
    label,
    lines,
  }: Pick<Chart, 'id' | 'heading' | 'label'> & { readonly lines: readonly Line[] },
  { history, savedAt, windowMs }: Report,
  size: Size,
): Markup {
  const frame = frameOf(size, HEIGHT);
  const most = lines
    .flatMap(({ values }) => values)
    .reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const x = linearAxis({
    from: -windowMs / MINUTE_MS,
    to: 0,
    range: horizontal(frame),
    spacing: 60,
    nice: false,
    format: (value) => formatNumber(Math.abs(value)),
  });
  const y = linearAxis({ from: 0, to: Math.max(1, most), range: vertical(frame), spacing: 30 });
  const places = history.times.map((time) => x.place((time - savedAt.getTime()) / MINUTE_MS));
  const curves = lines.map(({ style, values }, index) => {
    const points = values.map((value, at) =>
      value === null ? undefined : ([places[at] ?? 0, y.place(value)] as const),
    );
    return series(index, curve(style, points));
  });
  return plot({
    ...{ id, size, frame, title: `${heading} in the last minutes` },
    description: `The most is ${Math.round(most * 100) / 100}.`,
    x: { ...x, label: 'minutes before the page was saved' },
    y: { ...y, label },
    content: curves,
  });
}
