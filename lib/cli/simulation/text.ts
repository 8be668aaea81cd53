import { compareOutcomes } from '../../simulator/report/comparison.js';
import type { Plan } from '../../simulator/plan/plan.js';
import type { BackendReport, SimulationOutcome, SimulationReport } from '../../simulator/report/report.js';
import type { SimulationSettings } from '../../simulator/plan/settings.js';
import { formatService } from '../../simulator/workload/parse-service.js';
import { printable } from '../../printable.js';
import { stdoutColours } from '../terminal.js';
import { coursePlot } from './course-plot.js';
import { distributionPlot } from './distribution-plot.js';
import { formatCount } from '../../simulator/report/figures.js';
import { backendsTable, detectionsTable, figuresTable, pairsTable } from './tables.js';

/** Busier than that is as good as always busy; those of whom both are true are no chance. */
const RESTLESS = 0.995;
const NAMED = 5;
/** More backends than that are not shown one by one. */
const MOST_BACKENDS = 20;

/** What simulations have found, for people. The same for the same seed. */
export function simulationText(
  plans: readonly Plan[],
  outcomes: readonly SimulationOutcome[],
  compared: boolean,
  noColor: boolean,
): string {
  const chalk = stdoutColours(noColor);
  const runs = outcomes.map(({ report }) => report);
  const [plan] = plans;
  const [first] = outcomes;
  if (plan === undefined || first === undefined) return '';
  const pairs = compared ? compareOutcomes(outcomes).pairs : [];
  const detections = detectionsTable(runs);
  const only = outcomes.length === 1 ? first : undefined;
  const parts = [
    [chalk.bold(systemLine(plan, runs)), ...storyLines(plan)].join('\n'),
    figuresTable(runs),
    ...(pairs.length > 0 ? [pairsTable(pairs)] : []),
    [
      'requests by how long they took, on a logarithmic scale',
      ...distributionPlot(outcomes, labelOf(outcomes)),
    ].join('\n'),
    ...(only && only.report.backends <= MOST_BACKENDS ? [backendsTable(only.report)] : []),
    ...(detections === undefined ? [] : [detections]),
    ...courses(plan, outcomes),
    ...failureLines(outcomes),
    ...overloadLines(plan, outcomes),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What was simulated, in one line. */
function systemLine({ settings, seeds: planned }: Plan, runs: readonly SimulationReport[]): string {
  const seeds = planned.slice(0, runs[0]?.replications);
  const loads = runs.map(({ load }) => load);
  const { speeds, workload, service, serviceMean, discipline, slots, requests, warmup } = settings;
  const what = [
    `${plural(speeds.length, 'backend')}${speedsText(settings)}${slots > 1 ? ` of ${slots} slots` : ''}, ${discipline}`,
    workload.kind === 'open'
      ? `${workload.process} arrivals, load ${[...new Set(loads)].join(', ')}`
      : `${plural(workload.clients, 'client')} that think ${workload.think}`,
    `${formatService(service)} service${serviceMean === 1 ? '' : ` of mean ${serviceMean}`}`,
    `${formatCount(requests)} requests${warmup > 0 ? `, the first ${formatCount(warmup)} to warm up` : ''}`,
    seeds.length > 1 ? `seeds ${seeds[0] ?? 0} to ${seeds.at(-1) ?? 0}` : `seed ${seeds[0] ?? 0}`,
  ];
  return what.join('; ');
}

function storyLines({ settings: { scenario } }: Plan): string[] {
  return scenario === undefined
    ? []
    : [printable(`${scenario.name}: ${scenario.about.trim().replace(/\n+/g, ' ')}`)];
}

function speedsText({ speeds }: SimulationSettings): string {
  if (new Set(speeds).size === 1) return speeds[0] === 1 ? '' : ` of speed ${speeds[0] ?? 1}`;
  return ` of speeds ${speeds.slice(0, 8).join(', ')}${speeds.length > 8 ? ', …' : ''}`;
}

function labelOf(outcomes: readonly SimulationOutcome[]): (outcome: SimulationOutcome) => string {
  const severalLoads = new Set(outcomes.map(({ report }) => report.load)).size > 1;
  return ({ report }) => (severalLoads ? `${report.algorithm} ${report.load ?? ''}` : report.algorithm);
}

function courses({ settings: { scenario } }: Plan, outcomes: readonly SimulationOutcome[]): string[] {
  if (scenario === undefined) return [];
  return outcomes.flatMap(({ report, course }) => {
    if (course === undefined) return [];
    const [title = '', ...rows] = coursePlot(course, scenario);
    return [[`${report.algorithm}: ${title}`, ...rows].join('\n')];
  });
}

/** Why requests failed, where some did. */
function failureLines(outcomes: readonly SimulationOutcome[]): string[] {
  const lines = outcomes.flatMap(({ report: { algorithm, failures } }) => {
    const reasons = Object.entries(failures).map(
      ([reason, count]) => `${formatCount(count)} ${REASONS[reason as keyof typeof failures]}`,
    );
    return reasons.length === 0 ? [] : [`${algorithm}: ${reasons.join(', ')}`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** Which backends got more than they can do, though all together could do it, so that the figures depend on the length of the run. */
function overloadLines(
  { settings: { workload, scenario } }: Plan,
  outcomes: readonly SimulationOutcome[],
): string[] {
  if (workload.kind === 'closed' || scenario !== undefined) return [];
  const lines = outcomes.flatMap(({ report }) => {
    const names = overloaded(report);
    if (names.length === 0) return [];
    const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
    const where = outcomes.length > 1 ? `${report.algorithm} at load ${report.load ?? ''}` : report.algorithm;
    return [`${where}: ${shown} got more than can be done there; queues grow as long as such a run lasts`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
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

const REASONS = {
  no_backend: 'found no backend in time',
  queue_full: 'came to a full queue',
  queue_timeout: 'had no place in time',
  rate_limited: 'came too often',
  lost: 'were lost with their backend',
  error: 'were answered with an error',
  timeout: 'timed out',
} as const;

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
