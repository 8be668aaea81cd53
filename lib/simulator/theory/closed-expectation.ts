import type { Expectation } from '../report/report.js';
import type { ClosedLoop, SimulationSettings } from '../plan/settings.js';
import { hasExponentialServices } from '../workload/service-mix.js';
import { closedNetwork } from './closed-network.js';
import { layoutOf } from './layout.js';
import { machineRepair } from './machine-repair.js';
import { serviceLetter } from './system-name.js';

/** What theory says of a closed loop: one station of any number of servers, or many of one server that get requests by lot. */
export function closedExpectation(
  settings: SimulationSettings,
  { clients, think }: ClosedLoop,
): Expectation | undefined {
  const layout = layoutOf(settings);
  if (layout === undefined || layout.splitting === 'cyclic' || layout.splitting === 'power-of-d')
    return undefined;
  const { splitting, groups, inOrder, places } = layout;
  const [group] = groups;
  if (group === undefined || group.servers + places < clients) return undefined;
  if (inOrder && !hasExponentialServices(settings)) return undefined;
  const { servers } = group;
  const kind = `M/${serviceLetter(settings)}/${servers}//${clients}${inOrder ? '' : '-PS'}`;
  if (splitting === 'single')
    return { system: kind, meanSojourn: machineRepair({ clients, think, ...group }) };
  if (servers > 1) return undefined;
  return {
    system: `closed network of ${settings.speeds.length} × ${kind}`,
    meanSojourn: closedNetwork(clients, think, groups),
  };
}
