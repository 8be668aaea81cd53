import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { colourIndex } from '../scene/palette.js';
import type { Lab } from '../state/lab.js';
import type { HistoryView } from '../state/model.js';
import { noHistory } from '../state/no-history.js';
import { clock } from './format.js';
import { MANY } from './many.js';

type Values = readonly (number | null)[];

interface Line {
  readonly label: string;
  /** What stands behind the label: of a backend, whose name may run from right to left. */
  readonly kind?: string;
  readonly values: Values;
  /** The name of its colour among the page's. */
  readonly colour: string;
  readonly dash?: number[];
}

/** The name of a backend's colour; it may be gone. */
type ColourOf = (backend: string) => string;

interface Chart {
  readonly title: string;
  readonly lines: (history: HistoryView, colourOf: ColourOf) => readonly Line[];
}

const HEIGHT = 150;
/** Of those that end connections not in order. */
const END_COLOURS = ['bad', 'backend-1', 'backend-2', 'backend-3', 'backend-4', 'backend-5'];

const CHARTS: readonly Chart[] = [
  {
    title: 'Connections a second',
    lines: ({ backends }, colourOf) =>
      backends.map(({ name, rate }) => ({ label: name, values: rate, colour: colourOf(name) })),
  },
  {
    title: 'Open connections',
    lines: ({ backends }, colourOf) =>
      backends.map(({ name, open }) => ({ label: name, values: open, colour: colourOf(name) })),
  },
  {
    title: 'First byte, ms: p50, and p99 dashed',
    lines: ({ backends }, colourOf) =>
      backends.flatMap(({ name, firstByteMs: { p50, p99 } }) => [
        { label: name, kind: 'p50', values: p50, colour: colourOf(name) },
        { label: name, kind: 'p99', values: p99, colour: colourOf(name), dash: [4, 3] },
      ]),
  },
  {
    title: 'Queue, and ends a second',
    lines: ({ waiting, ended }) => [
      { label: 'waiting', values: waiting, colour: 'ink' },
      ...Object.entries(ended).map(([end, values], index) => ({
        label: end,
        values,
        colour: END_COLOURS[index % END_COLOURS.length] ?? 'ink',
        dash: [2, 2],
      })),
    ],
  },
];

/** Charts of the last minutes, which have a past when the page is loaded again. */
export function Charts({ lab, windowMs }: { readonly lab: Lab; readonly windowMs: number }) {
  const { backends = [] } = lab.view.value ?? {};
  const history = lab.history.value ?? noHistory(backends.map(({ name }) => name));
  const indices = new Map(backends.map(({ name }, index) => [name, index]));
  const colourOf = (name: string): string => {
    const index = indices.get(name);
    return index === undefined ? 'muted' : `backend-${colourIndex(index)}`;
  };
  return (
    <section class="charts" aria-label="Charts">
      {CHARTS.map((chart) => (
        <figure key={chart.title}>
          <figcaption>{chart.title}</figcaption>
          <Plot history={history} windowMs={windowMs} lines={chart.lines(history, colourOf)} />
        </figure>
      ))}
    </section>
  );
}

interface PlotProps {
  readonly history: HistoryView;
  readonly windowMs: number;
  readonly lines: readonly Line[];
}

function Plot({ history, windowMs, lines }: PlotProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const labels = lines.map(({ label, kind, colour }) => `${label} ${kind} ${colour}`).join('\n');
  const data = [
    history.times.map((time) => time / 1000),
    ...lines.map(({ values }) => values),
  ] as uPlot.AlignedData;
  useEffect(() => {
    const parent = element.current;
    if (parent === null) return undefined;
    const made = new uPlot(optionsOf(lines, parent.clientWidth, windowMs / 1000), data, parent);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: HEIGHT }));
    sizes.observe(parent);
    return () => {
      sizes.disconnect();
      made.destroy();
    };
  }, [labels]);
  useEffect(() => plot.current?.setData(data), [history]);
  return (
    <>
      <div ref={element} class="plot" aria-hidden="true" />
      <ul class="legend" tabIndex={lines.length > MANY ? 0 : undefined}>
        {lines.map(({ label, kind, colour, dash, values }) => (
          <li key={`${label} ${kind}`} class={`${colour} ${dash ? 'dashed' : ''}`}>
            <span class="swatch" aria-hidden="true" />
            <bdi class="name" title={label}>
              {label}
            </bdi>{' '}
            {kind} <span class="muted">{lastOf(values)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function lastOf(values: Values): string {
  const value = values.at(-1);
  return value == null ? '–' : String(Math.round(value * 10) / 10);
}

function optionsOf(lines: readonly Line[], width: number, seconds: number): uPlot.Options {
  const style = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: () => style('muted'),
    grid: { stroke: () => style('rule'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_plot, _min, max: number | null) => (max === null ? [null, null] : [max - seconds, max]) },
      y: { range: (_plot, _min, max: number | null) => [0, Math.max(1, (max ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        size: 22,
        space: 42,
        values: (_plot, times) => times.map((time) => clock(time * 1000).slice(0, 5)),
      },
      { ...axis, size: 40 },
    ],
    series: [
      {},
      ...lines.map(({ label, colour, dash }) => ({
        label,
        stroke: () => style(colour),
        width: 1.75,
        points: { show: false },
        ...(dash && { dash }),
      })),
    ],
  };
}
