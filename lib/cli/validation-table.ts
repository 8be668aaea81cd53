import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import type { Finding, Verdict } from '../simulator/validation/finding.js';
import type { ValidationReport } from '../simulator/validation/validate.js';
import { stdoutColours } from './terminal.js';

/** Of the first column, so that the table fits into 110 columns. */
const SYSTEM_WIDTH = 40;
const FIGURE_DIGITS = 5;

/** How the simulator stands against theory, as a table for people; its last line is how many hold. */
export function validationTable({ findings, held, ok }: ValidationReport, noColor: boolean): string {
  const chalk = stdoutColours(noColor);
  const paint = verdictColours(chalk);
  const table = new Table({
    head: ['system', 'figure', 'expected', 'got', '95 % confidence', 'within', 'verdict'],
    colWidths: [SYSTEM_WIDTH],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  table.push(...findings.map((finding) => [...cells(finding), paint[finding.verdict](finding.verdict)]));
  const total = `${held} of ${findings.length} hold`;
  return [table.toString(), ok ? chalk.green(total) : chalk.red(total), ''].join('\n');
}

function cells({ about, system, figure, expected, got, confidence, tolerance }: Finding): string[] {
  const interval = confidence?.map(formatFigure).join(' – ') ?? '';
  return [`${system}: ${about}`, figure, formatFigure(expected), formatFigure(got), interval, tolerance];
}

/** Whole numbers as they are, others to five digits, or four after the point. */
function formatFigure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) < 1e-4) return value.toExponential(0);
  return Math.abs(value) < 1 ? value.toFixed(FIGURE_DIGITS - 1) : value.toPrecision(FIGURE_DIGITS);
}

function verdictColours({ green, red, yellow }: ChalkInstance): Record<Verdict, ChalkInstance> {
  return { holds: green, misses: red, unsure: yellow };
}
