import { hasBoundedQueues } from '../plan/overload.js';
import type { SimulationSettings } from '../plan/settings.js';
import { isOfTrace } from '../plan/workload.js';
import type { BackendReport } from './report.js';

/** Utilisation above which a backend counts as always busy. */
const RESTLESS = 0.995;
const NAMED = 5;
/** How probable it may be that one of the backends is named by chance. */
const BY_CHANCE = 0.001;

/**
 * That backends got more than they can serve, so that all figures depend on the length of the run: none is a mean that a longer
 * run would come nearer to.
 *
 * @param attempts - for each request: more than 1 where clients try again
 * @returns undefined where none did, or where the run ends by itself
 */
export function overloadText(
  settings: SimulationSettings,
  perBackend: readonly BackendReport[],
  attempts: number,
): string | undefined {
  const { workload, scenario } = settings;
  if (workload.kind === 'closed' || isOfTrace(workload) || scenario !== undefined) return undefined;
  const names = hasBoundedQueues(settings) ? [] : overloaded(perBackend, workload.load * attempts);
  if (names.length === 0) return undefined;
  const shown = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
  return names.length === 1
    ? `${shown} gets more than it can serve, and its queue grows as long as the run lasts: there is no mean to estimate`
    : `${shown} get more than they can serve, and their queues grow as long as the run lasts: there is no mean to estimate`;
}

/**
 * Backends whose share of the requests is more than they can do, by more than chance: of many backends one always gets more than its share in
 * a run that is short. The bound of a sum's tail is S. Bernstein's, which holds for few requests, too.
 */
function overloaded(perBackend: readonly BackendReport[], load: number): string[] {
  const sum = (of: (backend: BackendReport) => number): number =>
    perBackend.reduce((total, each) => total + of(each), 0);
  const [capacity, picked] = [sum(({ speed }) => speed), sum((backend) => backend.picked)];
  const surprise = Math.log(perBackend.length / BY_CHANCE);
  const isTooMuch = (backend: BackendReport): boolean => {
    const most = (picked * backend.speed) / (load * capacity);
    const byChance = surprise / 3 + Math.sqrt(surprise ** 2 / 9 + 2 * surprise * most);
    return backend.picked >= most + byChance;
  };
  return perBackend
    .filter((backend) => backend.utilisation > RESTLESS && isTooMuch(backend))
    .map(({ name }) => name);
}
