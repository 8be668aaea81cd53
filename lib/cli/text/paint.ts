import type { ChalkInstance } from 'chalk';
import type { StyledLine, Style } from './line.js';

/** A line as it is written to a terminal. */
export type PaintLine = (line: StyledLine) => string;

/** Without any style. */
export const unpainted: PaintLine = (line) => line.map(({ text }) => text).join('');

/** @param chalk - without colours where none are wanted */
export function painter(chalk: ChalkInstance): PaintLine {
  const styles: Readonly<Record<Style, ChalkInstance>> = {
    good: chalk.green,
    bad: chalk.red.bold,
    caution: chalk.yellow,
    note: chalk.cyan,
    faint: chalk.dim,
    strong: chalk.bold,
    selected: chalk.inverse,
  };
  return (line) =>
    line.map(({ text, style }) => (style === undefined || text === '' ? text : styles[style](text))).join('');
}
