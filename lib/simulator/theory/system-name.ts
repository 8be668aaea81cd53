import { differingClasses, type Services } from '../workload/service-mix.js';
import type { Layout } from './layout.js';

type Shapes = Pick<Services, 'service' | 'classes'>;

/** How the services are written in Kendall's notation: `H2` for two classes of exponential ones, which are hyperexponential together. */
export function serviceLetter(services: Shapes): string {
  const { service } = services;
  const differing = differingClasses(services);
  if (differing !== undefined)
    return service.kind === 'exponential'
      ? `H${new Set(differing.map(({ serviceMean }) => serviceMean)).size}`
      : 'G';
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
export function systemName(arrivals: string, services: Shapes, layout: Layout): string {
  const { groups, inOrder, places } = layout;
  const stations = groups.reduce((sum, group) => sum + group.stations, 0);
  const servers = groups[0]?.servers ?? 1;
  const bound = places === Infinity ? '' : `/${servers + places}`;
  const kind = `${arrivals}/${serviceLetter(services)}/${servers}${bound}${inOrder ? '' : '-PS'}`;
  return stations === 1 ? kind : `${stations} × ${kind}`;
}
