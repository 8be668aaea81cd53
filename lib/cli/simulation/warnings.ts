import { formatCount } from '../../simulator/report/figures.js';
import { hasBoundedQueues } from '../../simulator/plan/overload.js';
import type { Plan } from '../../simulator/plan/plan.js';
import { isOfTrace } from '../../simulator/plan/workload.js';
import { lateEvents } from '../../simulator/report/late-events.js';
import type { RequestFailure } from '../../simulator/report/request-failure.js';
import type { BackendReport, SimulationOutcome, SimulationReport } from '../../simulator/report/report.js';
import { isSweep } from './sweep.js';

/** Utilisation above which a backend counts as always busy. */
const RESTLESS = 0.995;
const NAMED = 5;

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

/** Which backends got more than they can do, though all together could do it, so that the figures depend on the length of the run. */
export function overloadLines({ settings }: Plan, outcomes: readonly SimulationOutcome[]): string[] {
  const { workload, scenario } = settings;
  const ends = workload.kind === 'closed' || isOfTrace(workload) || scenario !== undefined;
  if (ends || hasBoundedQueues(settings)) return [];
  return outcomes.flatMap(({ report }) => {
    const names = overloaded(report);
    if (names.length === 0) return [];
    const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
    const where = outcomes.length > 1 ? `${report.algorithm} at load ${report.load ?? ''}` : report.algorithm;
    return [`${where}: ${shown} got more than can be done there; queues grow as long as such a run lasts`];
  });
}

/** That a scenario has events which no request meets. */
export function lateEventLines({ settings }: Plan): string[] {
  const late = lateEvents(settings);
  return late === undefined ? [] : [late];
}

/** Backends whose share of the requests is more than they can do. */
function overloaded({ perBackend, load = 0 }: SimulationReport): string[] {
  const sum = (of: (backend: BackendReport) => number): number =>
    perBackend.reduce((total, each) => total + of(each), 0);
  const [capacity, picked] = [sum(({ speed }) => speed), sum((backend) => backend.picked)];
  return perBackend
    .filter(
      (backend) =>
        backend.utilisation > RESTLESS && (backend.picked / picked) * load * capacity >= backend.speed,
    )
    .map(({ name }) => name);
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
