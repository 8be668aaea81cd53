import { defined } from '../../defined.js';
import { confidenceInterval } from '../measures/confidence.js';
import type { ClassReport, SimulationReport } from '../report/report.js';
import type { RunResult } from '../report/run-result.js';
import type { ValidationReading } from './finding.js';
import type { Figure } from './queueing-case.js';

/** Takes a figure from what the replications have found. */
export function readingOf(
  figure: Figure,
  report: SimulationReport,
  runs: readonly RunResult[],
): ValidationReading {
  switch (figure) {
    case 'mean':
      return defined({ got: report.meanSojourn, confidence: report.confidence?.meanSojourn });
    case 'p99':
      return defined({ got: report.p99, confidence: report.confidence?.p99 });
    case 'failed':
      return defined({
        got: report.failed / report.requests,
        confidence: confidenceInterval(runs.map(failedShare)),
      });
  }
}

/** The mean of a class of requests. */
export function classReadingOf({ latency, confidence }: ClassReport): ValidationReading {
  return defined({ got: latency.mean ?? NaN, confidence: confidence?.meanSojourn });
}

function failedShare({ requests, completed }: RunResult): number {
  return (requests - completed) / requests;
}
