import type { ServiceDistribution } from '../../workload/service-times.js';
import type { Layout } from './layout.js';

/** How a distribution is written in Kendall's notation. */
export function serviceLetter(service: ServiceDistribution): string {
  switch (service.kind) {
    case 'exponential':
      return 'M';
    case 'deterministic':
      return 'D';
    case 'erlang':
      return `E${service.phases}`;
    case 'lognormal':
    case 'pareto':
    case 'empirical':
      return 'G';
  }
}

/**
 * Kendall's notation: `M/M/1`, `10 × E10/M/1`, `M/G/1-PS`, `M/M/10/10`.
 *
 * @param arrivals - the letter of the arrivals at one station
 */
export function systemName(arrivals: string, service: ServiceDistribution, layout: Layout): string {
  const { groups, inOrder, places } = layout;
  const stations = groups.reduce((sum, group) => sum + group.stations, 0);
  const servers = groups[0]?.servers ?? 1;
  const bound = places === Infinity ? '' : `/${servers + places}`;
  const kind = `${arrivals}/${serviceLetter(service)}/${servers}${bound}${inOrder ? '' : '-PS'}`;
  return stations === 1 ? kind : `${stations} × ${kind}`;
}
