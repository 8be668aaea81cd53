import stringWidth from 'string-width';
import { span, type StyledLine, type Span, type Style } from './line.js';

const ELLIPSIS = '…';
const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter();

/** Columns that a text takes on a terminal: two for a wide character. */
export function textWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

export function lineWidth(line: StyledLine): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** The beginning of a text that is at most so wide, with `…` at its end if something is cut off. */
export function cutText(text: string, width: number): string {
  return textWidth(text) <= width ? text : width < 1 ? '' : beginning(text, width - 1) + ELLIPSIS;
}

/** Same of a line. */
export function cutLine(line: StyledLine, width: number): StyledLine {
  if (lineWidth(line) <= width) return line;
  const kept: Span[] = [];
  let left = width - 1;
  for (const { text, style } of line) {
    const part = beginning(text, left);
    kept.push(span(part, style));
    left -= textWidth(part);
    if (part.length < text.length) break;
  }
  return width < 1 ? [] : [...kept, span(ELLIPSIS)];
}

/** Exactly so wide: cut, or with blanks on the other side. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = cutText(text, width);
  const blanks = ' '.repeat(Math.max(0, width - textWidth(cut)));
  return align === 'left' ? cut + blanks : blanks + cut;
}

/** Same of a line, which stands to the left. @param style - of the blanks */
export function fitLine(line: StyledLine, width: number, style?: Style): StyledLine {
  const cut = cutLine(line, width);
  const blanks = width - lineWidth(cut);
  return blanks > 0 ? [...cut, span(' '.repeat(blanks), style)] : cut;
}

/** As many whole characters as there is room for. */
function beginning(text: string, width: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, width));
  let kept = '';
  let left = width;
  for (const { segment } of graphemes.segment(text)) {
    left -= stringWidth(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept;
}
