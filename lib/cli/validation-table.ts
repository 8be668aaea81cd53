import type { ChalkInstance } from 'chalk';
import type { ValidationFinding, ValidationVerdict } from '../simulator/validation/finding.js';
import type { ValidationReport } from '../simulator/validation/validate.js';
import { table, type Column } from './table.js';
import { stdoutColours } from './terminal.js';
import { windowColumns } from './window.js';

/** Of the first column: so the table fits into 110 columns, and into a narrow window. */
const SYSTEM = { widest: 38, narrowest: 14 } as const;
const FIGURE_DIGITS = 5;

/** How the simulator stands against theory, as a table for people; its last line is how many hold. */
export function validationTable(
  { findings, held, ok }: ValidationReport,
  noColor: boolean,
  room = windowColumns(),
): string {
  const chalk = stdoutColours(noColor);
  const paint = verdictColours(chalk);
  const columns: Column<ValidationFinding>[] = [
    { head: 'system', cell: ({ system, about }) => `${system}: ${about}`, ...SYSTEM },
    { head: 'figure', cell: ({ figure }) => figure, align: 'left' },
    { head: 'expected', cell: ({ expected }) => formatFigure(expected) },
    { head: 'got', cell: ({ got }) => formatFigure(got) },
    { head: '95 % confidence', cell: ({ confidence }) => formatInterval(confidence), rank: 2 },
    { head: 'within', cell: ({ tolerance }) => tolerance, rank: 1 },
    { head: 'verdict', cell: ({ verdict }) => paint[verdict](verdict), align: 'left' },
  ];
  const total = `${held} of ${findings.length} hold`;
  return [table(columns, findings, { room }), ok ? chalk.green(total) : chalk.red(total), ''].join('\n');
}

function formatInterval(confidence: ValidationFinding['confidence']): string {
  return confidence?.map(formatFigure).join(' – ') ?? '';
}

/** Whole numbers as they are, others to five digits, or four after the point. */
function formatFigure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) < 1e-4) return value.toExponential(0);
  return Math.abs(value) < 1 ? value.toFixed(FIGURE_DIGITS - 1) : value.toPrecision(FIGURE_DIGITS);
}

function verdictColours({ green, red, yellow }: ChalkInstance): Record<ValidationVerdict, ChalkInstance> {
  return { holds: green, misses: red, unsure: yellow };
}
