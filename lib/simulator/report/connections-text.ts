import type { SimulationSettings } from '../plan/settings.js';
import { formatNumber, unitAfter } from './figures.js';

/** How many requests a connection has; undefined where each has one. */
export function connectionsText(settings: SimulationSettings): string | undefined {
  const { connections, workload } = settings;
  if (connections === undefined) return undefined;
  const { kind, mean, think } = connections;
  const count = `${formatNumber(mean)} requests per connection${kind === 'geometric' ? ' on average' : ''}`;
  if (workload.kind === 'closed' || think === 0) return count;
  return `${count}, each ${formatNumber(think)}${unitAfter(settings)} after an answer`;
}
