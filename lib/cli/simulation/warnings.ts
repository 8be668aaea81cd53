import { formatCount } from '../../simulator/report/figures.js';
import type { Plan } from '../../simulator/plan/plan.js';
import { lateEvents } from '../../simulator/report/late-events.js';
import type { RequestFailure } from '../../simulator/report/request-failure.js';
import type { SimulationOutcome, SimulationReport } from '../../simulator/report/report.js';
import { isSweep } from './sweep.js';

/** Why requests failed, where some did, and how many attempts clients made again. */
export function failureLines(outcomes: readonly SimulationOutcome[]): string[] {
  return outcomes.flatMap(({ report }) => {
    const reasons = Object.entries(report.failures).map(([reason, count]) => {
      const [several, one = several] = REASONS[reason as RequestFailure];
      return `${formatCount(count)} ${count === 1 ? one : several}`;
    });
    const { retries = 0 } = report;
    const retried = retries === 0 ? [] : [retries === 1 ? '1 retry' : `${formatCount(retries)} retries`];
    const parts = [...reasons, ...retried];
    return parts.length === 0 ? [] : [`${runName(report, outcomes)}: ${parts.join(', ')}`];
  });
}

/** The algorithm, and the load where there are several. */
function runName({ algorithm, load = 0 }: SimulationReport, outcomes: readonly SimulationOutcome[]): string {
  return isSweep(outcomes.map(({ report }) => report)) ? `${algorithm} at load ${load}` : algorithm;
}

/** That a scenario has events which no request meets. */
export function lateEventLines({ settings }: Plan): string[] {
  const late = lateEvents(settings);
  return late === undefined ? [] : [late];
}

/** What became of several requests, and of one where that reads otherwise. */
const REASONS: Readonly<Record<RequestFailure, readonly [several: string, one?: string]>> = {
  no_backend: ['found no backend in time'],
  queue_full: ['came to a full queue'],
  queue_timeout: ['had no place in time'],
  rate_limited: ['came too often'],
  lost: ['were lost with their backend', 'was lost with its backend'],
  error: ['were answered with an error', 'was answered with an error'],
  timeout: ['timed out'],
};
