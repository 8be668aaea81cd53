import type { LoadReport } from '../client/load/load-report.js';
import { LATENCY_FIGURES } from '../latency/latency-summary.js';
import { csvText, latencyCells } from './csv.js';

/** Of connecting; its unit is that of the latencies. */
const CONNECT_FIGURES = LATENCY_FIGURES.filter((figure) => figure !== 'unit');
const COLUMNS = [
  ...['connections', 'ok', 'failed', 'mismatches', 'bytesIn', 'bytesOut', 'seconds'],
  ...LATENCY_FIGURES,
  ...CONNECT_FIGURES.map(connectColumn),
];

/** What `--csv` writes of a load: one row. */
export function loadCsv({ latency, connect, ...report }: LoadReport): string {
  const { connections, ok, failed, mismatches, bytesIn, bytesOut, seconds } = report;
  const totals = { connections, ok, failed, mismatches, bytesIn, bytesOut, seconds };
  return csvText(COLUMNS, [{ ...totals, ...latencyCells(latency), ...latencyCells(connect, connectColumn) }]);
}

/** `connectP99`. */
function connectColumn(figure: string): string {
  return `connect${figure.slice(0, 1).toUpperCase()}${figure.slice(1)}`;
}
