import { LATENCY_FIGURES } from '../../latency/latency-summary.js';
import type { ClassReport, SimulationReport } from '../../simulator/report/report.js';
import { csvText, latencyCells, type CsvRow } from '../csv.js';

/** What was simulated, the latencies as every command names them, and how the backends did. */
const COLUMNS = [
  ...['algorithm', 'load', 'seed', 'replications', 'backends', 'requests', 'completed', 'failed'],
  ...LATENCY_FIGURES,
  ...['meanLow', 'meanHigh', 'p99Low', 'p99High', 'meanQueue', 'utilisation', 'imbalance', 'traceHash'],
];

/** What simulations with classes of requests have beside them. */
const CLASS_COLUMNS = ['class', 'share', 'serviceMean'];

/**
 * What `--csv` writes: one row for each algorithm under each load. `meanLow` and `meanHigh` bound the mean's confidence interval,
 * `p99Low` and `p99High` that of the 99th percentile. With classes of requests, a row for each of them follows, and three columns:
 * `class` is empty in the row of all requests.
 */
export function simulationCsv(reports: readonly SimulationReport[]): string {
  const hasClasses = reports.some(({ perClass }) => perClass !== undefined);
  return csvText(
    hasClasses ? [...COLUMNS, ...CLASS_COLUMNS] : COLUMNS,
    reports.flatMap((report) => [
      rowOf(report),
      ...(report.perClass ?? []).map((each) => classRowOf(report, each)),
    ]),
  );
}

function rowOf(report: SimulationReport): CsvRow {
  const { requests, completed, failed, latency, confidence } = report;
  const { meanQueue, utilisation, imbalance, traceHash } = report;
  return {
    ...runCells(report),
    ...{ requests, completed, failed },
    ...latencyCells(latency),
    ...intervalCells(confidence),
    ...{ meanQueue, utilisation, imbalance, traceHash },
  };
}

function classRowOf(report: SimulationReport, each: ClassReport): CsvRow {
  const { completed, failed, latency, confidence, share, serviceMean } = each;
  return {
    ...runCells(report),
    ...{ requests: completed + failed, completed, failed },
    ...latencyCells(latency),
    ...intervalCells(confidence),
    ...{ class: each.class, share, serviceMean },
  };
}

function runCells({ algorithm, load, seed, replications, backends }: SimulationReport): CsvRow {
  return { algorithm, load, seed, replications, backends };
}

function intervalCells(confidence: SimulationReport['confidence']): CsvRow {
  const [meanLow, meanHigh] = confidence?.meanSojourn ?? [];
  const [p99Low, p99High] = confidence?.p99 ?? [];
  return { meanLow, meanHigh, p99Low, p99High };
}
