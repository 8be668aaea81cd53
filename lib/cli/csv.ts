import { stringify } from 'csv-stringify/sync';
import { LATENCY_FIGURES, type LatencySummary } from '../latency/latency-summary.js';

/** A row: its values by column. Null and undefined are empty. */
export type CsvRow = Readonly<Record<string, string | number | null | undefined>>;

/**
 * A table as RFC 4180 has it: a line of names, then one line a row, all ended by CRLF; what has a comma, a quote or a line break
 * is quoted.
 *
 * @param columns - in their order, whatever rows there are
 */
export function csvText(columns: readonly string[], rows: readonly CsvRow[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    // By itself it quotes only the two together.
    quoted_match: /[\r\n]/,
  });
}

/** The figures of latencies, each in its column. @param columnOf - names it @default the name of the figure */
export function latencyCells(
  latency: LatencySummary,
  columnOf: (figure: string) => string = (figure) => figure,
): CsvRow {
  return Object.fromEntries(LATENCY_FIGURES.map((figure) => [columnOf(figure), latency[figure]]));
}
