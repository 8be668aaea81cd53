import type { Expectation } from '../report/report.js';
import type { SimulationSettings } from '../plan/settings.js';
import { hasExponentialServices } from '../workload/service-mix.js';
import { closedExpectation } from './closed-expectation.js';
import { openExpectation } from './open-expectation.js';

/**
 * What queueing theory says of the system, where there is a closed form. Undefined for all that changes on the way (a scenario), for
 * clients that stick to their backend or give up, for limits of the balancer's other than connections per backend, and for policies that look at loads, but for power of d choices among many
 * whose loads are known at once.
 */
export function expectation(settings: SimulationSettings): Expectation | undefined {
  const { scenario, sticky, speeds, workload, requestTimeout } = settings;
  if (scenario !== undefined || (sticky && speeds.length > 1) || isLimited(settings)) return undefined;
  if (requestTimeout < Infinity || !isKnownWithConnections(settings)) return undefined;
  return workload.kind === 'open'
    ? openExpectation(settings, workload)
    : closedExpectation(settings, workload);
}

/**
 * Whether what is known of requests with a connection each holds for longer connections as well. Where these go without regard to
 * the queues, it is a network with a product form, in which a request finds what an arrival from outside would find (F. Baskett,
 * K. M. Chandy, R. R. Muntz and F. G. Palacios, "Open, closed, and mixed networks of queues with different classes of customers",
 * JACM 22(2), 1975). In a closed loop with several backends it holds only of runs much longer than the connections, so nothing is
 * said of it.
 */
function isKnownWithConnections(settings: SimulationSettings): boolean {
  const { connections, workload, discipline, algorithm, custom, speeds, queueLimit } = settings;
  if (connections === undefined) return true;
  const blind = speeds.length === 1 || (custom === undefined && algorithm === 'random');
  const hasProductForm = hasExponentialServices(settings) || discipline === 'ps';
  if (!blind || !hasProductForm || Math.min(queueLimit, settings.maxPerBackend) < Infinity) return false;
  return workload.kind === 'open' ? workload.process === 'poisson' : speeds.length === 1;
}

/** Whether the balancer turns requests away, or keeps backends in reserve. */
function isLimited(settings: SimulationSettings): boolean {
  const { maxConnections, queueMax, queueTimeout, backups, rateLimit } = settings;
  return Math.min(maxConnections, queueMax, queueTimeout) < Infinity || backups > 0 || rateLimit > 0;
}
