import type { Expectation } from '../report/report.js';
import type { SimulationSettings } from '../plan/settings.js';
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
  if (requestTimeout < Infinity) return undefined;
  return workload.kind === 'open'
    ? openExpectation(settings, workload)
    : closedExpectation(settings, workload);
}

/** Whether the balancer turns requests away, or keeps backends in reserve. */
function isLimited(settings: SimulationSettings): boolean {
  const { maxConnections, queueMax, queueTimeout, backups, rateLimit } = settings;
  return Math.min(maxConnections, queueMax, queueTimeout) < Infinity || backups > 0 || rateLimit > 0;
}
