import { line } from 'd3-shape';
import type { Axis } from './axis.js';
import type { Frame, Size } from './frame.js';
import { horizontal, vertical } from './frame.js';
import { markup, type Content, type Markup } from './markup.js';
import type { SeriesStyle } from './series-style.js';
import { thin, type Point } from './thinning.js';

/** What a plot shows, for eyes and for those who can't see it. */
export interface PlotOptions {
  /** Of its own in the page, together with the size. */
  readonly id: string;
  readonly size: Size;
  readonly frame: Frame;
  readonly title: string;
  /** What can be seen, in a sentence. */
  readonly description: string;
  readonly x: Axis & { readonly label?: string };
  readonly y: Axis & { readonly label?: string };
  /** What lies behind the grid. */
  readonly below?: Content;
  readonly content: Content;
}

/** A whole plot: a document that can stand on its own, though it takes its colours from the page's style sheet. */
export function plot({ id, size, frame, title, description, x, y, below, content }: PlotOptions): Markup {
  const name = `${id}-${size}`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="plot ${size}" id="${name}" width="${frame.width}" height="${frame.height}" viewBox="0 0 ${
    frame.width
  } ${frame.height}" role="img" aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${title}</title>
<desc id="${name}-desc">${description}</desc>
${below}
${horizontalGrid(y, frame)}
${bottomAxis(x, frame)}
${content}
</svg>`;
}

function horizontalGrid({ ticks, label }: PlotOptions['y'], frame: Frame): Markup {
  const [from, to] = horizontal(frame);
  const lines = ticks.map(
    ({ at, label: text }) =>
      markup`<line class="${text === '' ? 'grid fine' : 'grid'}" x1="${from}" x2="${to}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}"/>`,
  );
  const labels = ticks
    .filter((tick) => tick.label !== '')
    .map(
      (tick) =>
        markup`<text class="tick y" x="${from - 8}" y="${(tick.at + 4).toFixed(1)}" text-anchor="end">${tick.label}</text>`,
    );
  return markup`<g>${lines}${labels}${
    label === undefined ? undefined : markup`<text class="axis-label" x="0" y="13">${label}</text>`
  }</g>`;
}

function bottomAxis({ ticks, label }: PlotOptions['x'], frame: Frame): Markup {
  const [from, to] = horizontal(frame);
  const [bottom] = vertical(frame);
  const marks = ticks.map(
    ({ at, label: text }) =>
      markup`<line class="axis" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${bottom}" y2="${bottom + (text === '' ? 3 : 5)}"/>`,
  );
  const labels = ticks
    .filter((tick) => tick.label !== '')
    .map(
      (tick) =>
        markup`<text class="tick x" x="${tick.at.toFixed(1)}" y="${bottom + 19}" text-anchor="middle">${tick.label}</text>`,
    );
  return markup`<g><line class="axis" x1="${from}" x2="${to}" y1="${bottom}" y2="${bottom}"/>${marks}${labels}${
    label === undefined
      ? undefined
      : markup`<text class="axis-label" x="${to}" y="${frame.height - 6}" text-anchor="end">${label}</text>`
  }</g>`;
}

/**
 * The line of a series through points in pixels. Where a point is undefined there is a gap.
 *
 * @param kind - `theory` is thinner and dashed
 */
export function curve(
  { colour, dashes }: SeriesStyle,
  points: readonly (Point | undefined)[],
  kind: 'measured' | 'theory' = 'measured',
): Markup {
  const pieces = unbroken(points).map((piece) => pathOf(piece));
  const dashing = kind === 'theory' || dashes === '' ? undefined : markup` stroke-dasharray="${dashes}"`;
  return markup`<path class="curve ${kind} ${colour}" d="${pieces.join('')}"${dashing}/>`;
}

/** SVG's path through points, those that can't be told apart left out. */
export function pathOf(points: readonly Point[]): string {
  return line().digits(1)(thin(points).map(([x, y]): [number, number] => [x, y])) ?? '';
}

function unbroken(points: readonly (Point | undefined)[]): Point[][] {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point === undefined) pieces.push([]);
    else pieces.at(-1)?.push(point);
  }
  return pieces.filter(({ length }) => length > 0);
}
