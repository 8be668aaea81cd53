import { markup, type Content, type Markup } from './markup.js';
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

/** Names a series within a section: its number, or what it is. */
export type SeriesKey = number | 'theory' | 'crowd';

/** What a legend says of a series. */
interface Entry {
  readonly key: SeriesKey;
  readonly name: string;
  readonly swatch: Markup;
}

/** Which line is whose, above the plots of a section; with several, each has a checkbox that hides its lines. */
export function legend(
  lines: readonly { readonly name: string; readonly style: SeriesStyle }[],
  { dashed = true, marked = true, theory = false, crowd }: LegendOptions = {},
): Markup {
  const entries = lines.map(({ name, style }, key): Entry => {
    const dashes = dashed && style.dashes !== '' ? markup` stroke-dasharray="${style.dashes}"` : undefined;
    const swatch = markup`<line class="curve ${style.colour}" x1="1" x2="39" y1="8" y2="8"${dashes}/>${marked ? drawMark(style, 20, 8) : undefined}`;
    return { key, name, swatch };
  });
  if (theory)
    entries.push({
      key: 'theory',
      name: 'theory',
      swatch: markup`<line class="curve theory" x1="1" x2="39" y1="8" y2="8"/>`,
    });
  if (crowd !== undefined)
    entries.push({
      key: 'crowd',
      name: crowd,
      swatch: markup`<rect class="crowd" x="1" y="2" width="38" height="12"/><line class="curve crowd-mean" x1="1" x2="39" y1="8" y2="8"/>`,
    });
  const switches = entries.length > 1;
  return markup`<ul class="legend">${entries.map((entry) => item(entry, switches))}</ul>`;
}

function item({ key, name, swatch }: Entry, switches: boolean): Markup {
  const box = switches
    ? markup`<input type="checkbox" class="${switchOf(key)}" checked="checked" autocomplete="off"/>`
    : undefined;
  return markup`<li><label>${box}<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 40 16" width="40" height="16" aria-hidden="true">${swatch}</svg><span>${name}</span></label></li>`;
}

/** All that is drawn of a series in a plot, which the series' checkbox hides. */
export function series(key: SeriesKey, content: Content): Markup {
  return markup`<g class="${groupOf(key)}">${content}</g>`;
}

/**
 * The style sheet's rules that let checkboxes hide series. Each acts within its own section.
 *
 * @param count - how many numbered series a section has at most
 */
export function switchStyles(count: number): string {
  const keys: SeriesKey[] = [...Array.from({ length: count }, (_, key) => key), 'theory', 'crowd'];
  return keys
    .map((key) => `section:has(.${switchOf(key)}:not(:checked)) .${groupOf(key)} { display: none; }\n`)
    .join('');
}

function switchOf(key: SeriesKey): string {
  return `switch-${key}`;
}

function groupOf(key: SeriesKey): string {
  return `series-${key}`;
}
