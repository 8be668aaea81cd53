import type { SimulationSettings } from '../plan/settings.js';
import { formatCount, formatNumber, unitAfter } from './figures.js';

/** How many balancers there are, and what they know of each other; undefined for one. */
export function balancersText(settings: SimulationSettings): string | undefined {
  const { balancers, shareLag, sticky } = settings;
  if (balancers === 1) return undefined;
  const count = `${formatCount(balancers)} balancers`;
  if (shareLag === Infinity) return `${count} that each see their own connections only`;
  const what = sticky ? 'connections and sessions' : 'connections';
  const late = shareLag === 0 ? 'at once' : `at most ${formatNumber(shareLag)}${unitAfter(settings)} late`;
  return `${count} that share ${what}, ${late}`;
}
