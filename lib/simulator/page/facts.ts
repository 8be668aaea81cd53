import { formatService } from '../../workload/parse-service.js';
import type { SimulationOutcome } from '../report/report.js';
import type { SimulationSettings } from '../plan/settings.js';
import type { PageContext } from './context.js';
import { formatCount, formatCounts, formatNumber, listed, unitAfter } from '../report/figures.js';
import { seedsText } from '../report/seeds-text.js';
import { balancersText } from '../report/balancers-text.js';
import { classesText } from '../report/classes-text.js';
import { connectionsText } from '../report/connections-text.js';
import { limitsText } from '../report/limits-text.js';
import { markup, type Markup } from './markup.js';
import { loadsOf } from './policy.js';

/** Speeds that are named one by one. */
const NAMED = 12;

/** What was simulated, in full. */
export function facts(outcomes: readonly SimulationOutcome[], { settings, version }: PageContext): Markup {
  const entries = [
    ['Backends', backends(settings)],
    ['Requests', requests(outcomes, settings)],
    ['Connections', connectionsText(settings)],
    ['Service', service(settings)],
    ['Classes', classesText(settings)?.replace('classes ', '')],
    ['Balancers', balancersText(settings)?.replace(' balancers', '')],
    ['Loads', loads(settings)],
    ['Limits', limitsText(settings).join(', ')],
    ['Health checks', healthChecks(settings)],
    ['Counted', counted(outcomes, settings)],
    ['Made by', `lbsim ${version}`],
  ].filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  return markup`<dl class="facts">${entries.map(
    ([term, description]) => markup`<div><dt>${term}</dt><dd>${description}</dd></div>\n`,
  )}</dl>`;
}

/** `load 0.9`, `load 0.5 to 0.95`, `50 clients`. */
export function loadName(outcomes: readonly SimulationOutcome[], { workload }: SimulationSettings): string {
  const loads = loadsOf(outcomes);
  const [least, greatest] = [loads[0], loads.at(-1)];
  if (least === undefined || greatest === undefined)
    return workload.kind === 'closed' ? `${formatCount(workload.clients)} clients` : `load ${workload.load}`;
  return least === greatest ? `load ${least}` : `load ${least} to ${greatest}`;
}

function backends({ speeds, weights, slots }: SimulationSettings): string {
  const alike = new Set(speeds).size === 1 && new Set(weights).size === 1;
  const which = alike
    ? `${formatCount(speeds.length)} of speed ${formatNumber(speeds[0] ?? 1)}`
    : `${formatCount(speeds.length)}, of speeds ${some(speeds)} and weights ${some(weights)}`;
  const room = slots === 1 ? 'one request at a time each' : `${slots} requests at a time each`;
  return `${which}, ${room}`;
}

function requests(outcomes: readonly SimulationOutcome[], settings: SimulationSettings): string {
  const { workload, keys, sticky } = settings;
  const from =
    keys > 0 ? `, from ${formatCount(keys)} clients${sticky ? ' that stick to their backend' : ''}` : '';
  return workload.kind === 'open'
    ? `${workload.process === 'poisson' ? 'Poisson' : workload.process} arrivals, ${loadName(outcomes, settings)}${from}`
    : `${formatCount(workload.clients)} clients that each wait for an answer, think for ${formatNumber(workload.think)}${unitAfter(settings)} on average, and ask again`;
}

function service(settings: SimulationSettings): string {
  const { service: distribution, discipline } = settings;
  const order = discipline === 'ps' ? 'shared by all that are there' : 'first come, first served';
  return `${formatService(distribution)}, mean ${formatNumber(settings.serviceMean)}${unitAfter(settings)}, ${order}`;
}

function loads(settings: SimulationSettings): string | undefined {
  const { loadLag } = settings;
  return loadLag === 0 ? undefined : `known ${formatNumber(loadLag)}${unitAfter(settings)} late`;
}

function healthChecks({ scenario, serviceMean, timeUnit }: SimulationSettings): string | undefined {
  if (scenario === undefined) return undefined;
  const { interval, timeout, rise, fall } = scenario;
  const unit = serviceMean === 1 && timeUnit === undefined ? ' mean service times' : unitAfter({ timeUnit });
  return `every ${formatNumber(interval)}${unit}, timeout ${formatNumber(timeout)}${unitAfter({ timeUnit })}, rise ${rise}, fall ${fall}`;
}

function counted(outcomes: readonly SimulationOutcome[], settings: SimulationSettings): string {
  const { seed = 1, replications = 1, seeds } = outcomes[0]?.report ?? {};
  const left = outcomes.map(({ report }) => report.warmup);
  const warmup = left.some((count) => count > 0)
    ? `, the first ${formatCounts(left)} left out as a warm-up`
    : '';
  const named = seedsText(seeds ?? Array.from({ length: replications }, (_, index) => seed + index));
  const runs = replications === 1 ? named : `${replications} replications with ${named}`;
  return `${formatCount(settings.requests)} requests${warmup}; ${runs}`;
}

function some(values: readonly number[]): string {
  const named = values.slice(0, NAMED).map(formatNumber);
  return values.length > NAMED ? `${named.join(', ')}, …` : listed(named);
}
