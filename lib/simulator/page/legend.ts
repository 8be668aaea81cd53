import { markup, type Markup } from './markup.js';
import { drawMark, type SeriesStyle } from './series-style.js';

/** What a legend tells. */
export interface LegendOptions {
  /** Whether lines are told apart by dashes too, not only by colours and marks. @default true */
  readonly dashed?: boolean;
  /** Whether lines have marks. @default true */
  readonly marked?: boolean;
  /** Whether there are lines of theory. @default false */
  readonly theory?: boolean;
  /** What the band and the line of all others are; without it there are none. */
  readonly crowd?: string;
}

/** Which line is whose, above a plot. */
export function legend(
  lines: readonly { readonly name: string; readonly style: SeriesStyle }[],
  { dashed = true, marked = true, theory = false, crowd }: LegendOptions = {},
): Markup {
  const entries = lines.map(({ name, style }) => {
    const dashes = dashed && style.dashes !== '' ? markup` stroke-dasharray="${style.dashes}"` : undefined;
    return entry(
      name,
      markup`<line class="curve ${style.colour}" x1="1" x2="39" y1="8" y2="8"${dashes}/>${marked ? drawMark(style, 20, 8) : undefined}`,
    );
  });
  const theories = theory
    ? entry('theory', markup`<line class="curve theory" x1="1" x2="39" y1="8" y2="8"/>`)
    : undefined;
  const others =
    crowd === undefined
      ? undefined
      : entry(
          crowd,
          markup`<rect class="crowd" x="1" y="2" width="38" height="12"/><line class="curve crowd-mean" x1="1" x2="39" y1="8" y2="8"/>`,
        );
  return markup`<ul class="legend">${entries}${theories}${others}</ul>`;
}

function entry(name: string, swatch: Markup): Markup {
  return markup`<li><svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 40 16" width="40" height="16" aria-hidden="true">${swatch}</svg>${name}</li>`;
}
