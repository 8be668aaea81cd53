import { span, type StyledLine } from './line.js';
import { cutLine, lineWidth } from './width.js';

/** Something that a line says among other things. */
export interface Fact {
  readonly line: StyledLine;
  /** The facts of the highest rank are the first to go where there is no room for all; those without one stay. */
  readonly rank?: number;
}

/** Facts beside each other, in a line that is at most so wide; those on the right end at its edge. @param gap - blanks between two */
export function headline(left: readonly Fact[], right: readonly Fact[], room: number, gap = 3): StyledLine {
  const shown = [...left, ...right];
  const width = (): number => shown.reduce((sum, { line }) => sum + lineWidth(line) + gap, -gap);
  while (width() > room) {
    const rank = Math.max(0, ...shown.map((fact) => fact.rank ?? 0));
    if (rank === 0) break;
    shown.splice(
      shown.findLastIndex((fact) => fact.rank === rank),
      1,
    );
  }
  const blanks = room === Infinity ? gap : Math.max(gap, room - width() + gap);
  const firstRight = shown.findIndex((fact) => right.includes(fact));
  const line = shown.flatMap((fact, index) => {
    if (index === 0) return fact.line;
    return [span(' '.repeat(index === firstRight ? blanks : gap)), ...fact.line];
  });
  return room === Infinity ? line : cutLine(line, room);
}
