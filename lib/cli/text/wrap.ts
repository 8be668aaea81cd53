import { reflow } from '../../reflow.js';
import { plainText, span, type StyledLine } from './line.js';
import { lineWidth, textWidth } from './width.js';

/** A line in as many as it needs to be at most so wide. The second piece of two is broken beside the first; others lose their styles. */
export function wrapLine(line: StyledLine, room: number): readonly StyledLine[] {
  if (lineWidth(line) <= room) return [line];
  const [first] = line;
  const indent = line.length === 2 && first !== undefined ? textWidth(first.text) : 0;
  if (first !== undefined && indent > 0 && indent < room / 2) {
    const [, rest = span('')] = line;
    const parts = reflow(rest.text, room - indent).split('\n');
    return parts.map((part, at) => [at === 0 ? first : span(' '.repeat(indent)), span(part, rest.style)]);
  }
  return reflow(plainText(line), room)
    .split('\n')
    .map((part) => [span(part, line.length === 1 ? first?.style : undefined)]);
}
