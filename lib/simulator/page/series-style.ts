import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from 'd3-shape';
import { markup, type Markup } from './markup.js';

/** How a series looks: told apart by colour, by dashes and by marks, so that none of these is needed alone. */
export interface SeriesStyle {
  /** The class that sets its colour, `--series`; dark and light are the style sheet's. */
  readonly colour: string;
  /** `stroke-dasharray`; empty for a line without gaps. */
  readonly dashes: string;
  readonly mark: SymbolType;
}

/** Colours of algorithms and of backends in the style sheet; none is in both. */
export const COLOURS = 8;
export const BACKEND_COLOURS = 6;

const DASHES = ['', '8 3', '4 2', '9 3 2 3', '14 4'];
const MARKS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar, symbolWye];
const MARK_AREA = 34;

/** Of the series of that number: no two of the first 280 look alike. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    colour: `colour-${index % COLOURS}`,
    dashes: DASHES[index % DASHES.length] ?? '',
    mark: MARKS[index % MARKS.length] ?? symbolCircle,
  };
}

/** Of a backend: in colours that no algorithm has. */
export function backendStyle(index: number): SeriesStyle {
  return { ...seriesStyle(index), colour: `backend-${index % BACKEND_COLOURS}` };
}

/** A mark at a point, in pixels. @param title - what it says when it is pointed at */
export function drawMark({ colour, mark }: SeriesStyle, x: number, y: number, title?: string): Markup {
  const path = symbol(mark, MARK_AREA).digits(1)() ?? '';
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  return markup`<path class="mark ${colour}" d="${path}" transform="${place}">${
    title === undefined ? undefined : markup`<title>${title}</title>`
  }</path>`;
}
