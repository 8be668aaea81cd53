import { LATENCY_FIGURES } from '../../latency/latency-summary.js';
import type { SimulationReport } from '../../simulator/report/report.js';
import { csvText, latencyCells, type CsvRow } from '../csv.js';

/** What was simulated, the latencies as every command names them, and how the backends did. */
const COLUMNS = [
  ...['algorithm', 'load', 'seed', 'replications', 'backends', 'requests', 'completed', 'failed'],
  ...LATENCY_FIGURES,
  ...['meanLow', 'meanHigh', 'meanQueue', 'utilisation', 'imbalance', 'traceHash'],
];

/** What `--csv` writes: one row for each algorithm under each load. `meanLow` and `meanHigh` bound the mean's confidence interval. */
export function simulationCsv(reports: readonly SimulationReport[]): string {
  return csvText(COLUMNS, reports.map(rowOf));
}

function rowOf(report: SimulationReport): CsvRow {
  const { algorithm, load, seed, replications, backends, requests, completed, failed } = report;
  const { meanQueue, utilisation, imbalance, traceHash } = report;
  const [meanLow, meanHigh] = report.confidence?.meanSojourn ?? [];
  return {
    ...{ algorithm, load, seed, replications, backends, requests, completed, failed },
    ...latencyCells(report.latency),
    ...{ meanLow, meanHigh, meanQueue, utilisation, imbalance, traceHash },
  };
}
