import { scaleBand } from 'd3-scale';
import { linearAxis, type Axis, type Tick } from './axis.js';
import { backendTable, chosenShares, MOST_BARS, type BackendShare } from './backend-shares.js';
import { formatShare } from '../report/figures.js';
import { halfFrameOf, horizontal, vertical, type Frame, type Size } from './frame.js';
import { markup, type Markup } from './markup.js';
import { plot } from './plot.js';
import { atLoad, type PolicyOutcome } from './policy.js';
import { section } from './section.js';

/** Of a backend's name below its bar, in pixels. */
const NAME_WIDTH = 30;

/** What each backend got, beside its weight, and how much of the time it worked. */
export function backendSection(shown: readonly PolicyOutcome[]): Markup | undefined {
  const [first] = shown;
  const backends = first?.outcome.report.perBackend.length ?? 0;
  if (first === undefined || backends < 2) return undefined;
  const few = backends < MOST_BARS;
  const sharesOf = shown.map(({ outcome }) => chosenShares(outcome.report.perBackend));
  const greatest = Math.max(...sharesOf.flat().map(({ share, due }) => Math.max(share, due)));
  const plots = shown.map((each, index) => {
    const shares = sharesOf[index] ?? [];
    return [
      (size: Size) => sharePlot(each, shares, greatest, `share-${index}`, size),
      (size: Size) => utilisationPlot(each, shares, `utilisation-${index}`, size),
    ];
  });
  return section({
    id: 'backends',
    heading: 'Requests and utilisation of each backend',
    reading: markup`Of each algorithm first the share of requests that each backend got, where the line across a bar is the share that its weight
gives it, and then its utilisation, the share of time that it worked: where one is much busier than others of its speed, requests wait
there unnecessarily. All algorithms have the same scales.${
      few
        ? ''
        : ` Of ${backends} backends ${MOST_BARS} are shown, evenly chosen from the one that got least for its weight to the one that got most.`
    }${atLoad(first)}`,
    plots,
    ...(few && { after: backendTable(shown) }),
  });
}

function sharePlot(
  { policy }: PolicyOutcome,
  shares: readonly BackendShare[],
  greatest: number,
  id: string,
  size: Size,
): Markup {
  const frame = barFrame(size);
  const y = linearAxis({ from: 0, to: greatest, range: vertical(frame), spacing: 34, format: formatShare });
  const { place, width, ticks } = bands(shares, frame);
  return plot({
    id,
    size,
    frame,
    title: `${policy.name}: share of requests by backend`,
    description: `A bar for each backend, and a line at the share that its weight gives it. The most is ${formatShare(Math.max(...shares.map(({ share }) => share)))}, the least ${formatShare(Math.min(...shares.map(({ share }) => share)))}.`,
    x: { place, ticks },
    y: { ...y, label: `${policy.name}: share of requests` },
    content: shares.map(({ name, share, due }, index) => {
      const [x, at] = [place(index), y.place(due).toFixed(1)];
      const title = `${name}: ${formatShare(share)} of requests, by its weight ${formatShare(due)}`;
      return markup`${bar(policy.style.colour, x, width, y, share, title)}<line class="due" x1="${(x - 1).toFixed(1)}" x2="${(x + width + 1).toFixed(1)}" y1="${at}" y2="${at}"/>`;
    }),
  });
}

function utilisationPlot(
  { policy }: PolicyOutcome,
  shares: readonly BackendShare[],
  id: string,
  size: Size,
): Markup {
  const frame = barFrame(size);
  const y = linearAxis({ from: 0, to: 1, range: vertical(frame), spacing: 34, format: formatShare });
  const { place, width, ticks } = bands(shares, frame);
  const utilisations = shares.map(({ utilisation }) => utilisation);
  return plot({
    id,
    size,
    frame,
    title: `${policy.name}: utilisation by backend`,
    description: `A bar for each backend: utilisations from ${formatShare(Math.min(...utilisations))} to ${formatShare(Math.max(...utilisations))}.`,
    x: { place, ticks },
    y: { ...y, label: `${policy.name}: utilisation` },
    content: shares.map(({ name, utilisation }, index) =>
      bar(
        policy.style.colour,
        place(index),
        width,
        y,
        utilisation,
        `${name}: utilisation ${formatShare(utilisation)}`,
      ),
    ),
  });
}

function barFrame(size: Size): Frame {
  return halfFrameOf(size, 170, { bottom: 26, right: 6, left: 52 });
}

/** Where the bars are; their names if they are in the backends' own order, as many as there is room for. */
function bands(
  shares: readonly BackendShare[],
  frame: Frame,
): { place: (index: number) => number; width: number; ticks: Tick[] } {
  const [from, to] = horizontal(frame);
  const scale = scaleBand<number>()
    .domain(shares.map((_, index) => index))
    .range([from, to])
    .paddingInner(0.25)
    .paddingOuter(0.15);
  const place = (index: number): number => scale(index) ?? from;
  const every = Math.ceil((shares.length * NAME_WIDTH) / (to - from));
  const ticks = shares.flatMap(({ name }, index) =>
    shares.length < MOST_BARS && index % every === 0
      ? [{ at: place(index) + scale.bandwidth() / 2, label: name }]
      : [],
  );
  return { place, width: scale.bandwidth(), ticks };
}

function bar(colour: string, x: number, width: number, y: Axis, value: number, title: string): Markup {
  const [top, bottom] = [y.place(value), y.place(0)];
  return markup`<rect class="bar ${colour}" x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${(bottom - top).toFixed(1)}"><title>${title}</title></rect>`;
}
