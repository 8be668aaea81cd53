import { formatCount, formatCounts, formatNumber, unitAfter } from '../../simulator/report/figures.js';
import type { Plan } from '../../simulator/plan/plan.js';
import type { SimulationSettings } from '../../simulator/plan/settings.js';
import type { SimulationReport } from '../../simulator/report/report.js';
import { balancersText } from '../../simulator/report/balancers-text.js';
import { classesText } from '../../simulator/report/classes-text.js';
import { connectionsText } from '../../simulator/report/connections-text.js';
import { limitsText } from '../../simulator/report/limits-text.js';
import { seedsText } from '../../simulator/report/seeds-text.js';
import { formatService } from '../../workload/parse-service.js';
import { printable } from '../../printable.js';

/** What was simulated, in one line. */
export function systemLine({ settings, seeds: planned }: Plan, runs: readonly SimulationReport[]): string {
  const loads = runs.map(({ load }) => load);
  const { speeds, workload, service, discipline, slots } = settings;
  const unit = unitAfter(settings);
  const what = [
    `${plural(speeds.length, 'backend')}${speedsText(settings)}${slots > 1 ? ` of ${slots} slots` : ''}, ${discipline}`,
    workload.kind === 'open'
      ? `${workload.process} arrivals, ${loadsText([...new Set(loads)])}`
      : `${plural(workload.clients, 'client')} that think ${workload.think}${unit}`,
    ...[connectionsText(settings) ?? []].flat(),
    printable(`${formatService(service)} service${serviceMeanText(settings)}`),
    ...[classesText(settings) ?? []].flat(),
    ...(settings.loadLag > 0 ? [`loads known ${formatNumber(settings.loadLag)}${unit} late`] : []),
    ...[balancersText(settings) ?? '', limitsText(settings).join(', ')].filter((text) => text !== ''),
    requestsText(settings) + warmupText(settings, runs),
    seedsText(runs[0]?.seeds ?? planned),
  ];
  return what.join('; ');
}

/** `1,000,000 requests`; `requests for 3,000, about 24,000` where arrivals end by time. */
function requestsText(settings: SimulationSettings): string {
  const { requests, arrivalsEnd } = settings;
  const count = `${formatCount(requests)} requests`;
  return arrivalsEnd === Infinity
    ? count
    : `about ${count}, for ${formatNumber(arrivalsEnd)}${unitAfter(settings)}`;
}

/** How many requests do not count, and whether the run showed that it has to be more than the least. */
function warmupText({ warmup }: SimulationSettings, runs: readonly SimulationReport[]): string {
  const found = runs.map((run) => run.warmup);
  if (found.every((count) => count === 0)) return '';
  const isFound = found.some((count) => count > warmup);
  return `, the first ${formatCounts(found)} to warm up${isFound ? ' (found from the run)' : ''}`;
}

/** `load 0.9`, `loads 0.5 to 0.95`. */
function loadsText(loads: readonly (number | undefined)[]): string {
  return loads.length > 1 ? `loads ${loads[0] ?? 0} to ${loads.at(-1) ?? 0}` : `load ${loads[0] ?? ''}`;
}

function serviceMeanText({ serviceMean, timeUnit }: SimulationSettings): string {
  return serviceMean === 1 && timeUnit === undefined
    ? ''
    : ` of mean ${Number(serviceMean.toPrecision(6))}${unitAfter({ timeUnit })}`;
}

/** What the scenario tells, if there is one. */
export function storyLines({ settings: { scenario } }: Plan): string[] {
  return scenario === undefined
    ? []
    : [printable(`${scenario.name}: ${scenario.about.trim().replace(/\n+/g, ' ')}`)];
}

function speedsText({ speeds }: SimulationSettings): string {
  if (new Set(speeds).size === 1) return speeds[0] === 1 ? '' : ` of speed ${speeds[0] ?? 1}`;
  return ` of speeds ${speeds.slice(0, 8).join(', ')}${speeds.length > 8 ? ', …' : ''}`;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
