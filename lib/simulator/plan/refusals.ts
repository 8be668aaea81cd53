import { optionError, outOfRange } from '../../errors.js';
import { backendIndex } from '../backends/backend-name.js';
import type { ResolvedSimulationOptions } from './options.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { SimulationSettings } from './settings.js';
import { isOfTrace } from './workload.js';

const MAX_BINS = 1_000_000;
const MAX_BALANCERS = 10_000;
/** Backends of all balancers together: each balancer has a pool of its own. */
const MAX_POOLED = 1_000_000;
/** Some minutes. */
const MAX_PROBES = 1e8;
const MAX_SEED = 2 ** 31 - 1;

/** Refuses what contradicts itself. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseContradictions(settings: SimulationSettings): void {
  const { scenario, speeds, workload, keys, rateLimit, connections, requests } = settings;
  if (isOfTrace(workload) && connections !== undefined)
    throw optionError(
      'arrivals trace:FILE with requestsPerConnection does not go: a trace has the time of every request, so leave one of them out',
    );
  if (workload.kind === 'open' && connections !== undefined && connections.mean > requests)
    throw optionError(
      `requestsPerConnection ${connections.mean} is more than there are requests, ${requests}: use fewer, more requests, or clients, which keep their connections`,
    );
  // A scenario may set it, too.
  if (rateLimit > 0 && keys === 0)
    throw optionError('rateLimit without keys does nothing: say how many clients there are, such as 1000');
  for (const event of scenario?.events ?? []) {
    if ('arrivals' in event) {
      if (workload.kind === 'closed')
        throw optionError(
          `scenario ${scenario?.name ?? ''} changes how many requests come, which in a closed loop the clients decide: have an open loop`,
        );
    } else if ('fault' in event && backendIndex(event.backend, speeds.length) < 0) {
      throw optionError(
        `scenario ${scenario?.name ?? ''} names backend '${event.backend}', which is not there: use B1 to B${speeds.length}, or more backends`,
      );
    }
  }
}

/** @param backends - of all balancers together @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseManyProbes({ name, duration, interval }: Scenario, backends: number): void {
  const probes = Math.ceil(duration / interval) * backends;
  if (!(probes <= MAX_PROBES))
    throw optionError(
      `scenario ${name} with interval ${interval} makes ${probes.toPrecision(2)} health checks: use a longer interval, ${MAX_PROBES} are the most`,
    );
}

/** Refuses numbers whose range depends on others. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseBadNumbers({
  backends,
  balancers,
  bins,
  replications,
  seed,
}: ResolvedSimulationOptions): void {
  const pools = typeof backends === 'number' ? backends : backends.length;
  const most = Math.min(MAX_BALANCERS, Math.floor(MAX_POOLED / pools));
  refuseUnless(isInteger(balancers, 1, most), 'balancers', balancers, `1 to ${most}`);
  refuseUnless(isInteger(bins, 0, MAX_BINS), 'bins', bins, `0 to ${MAX_BINS}`);
  refuseUnless(isInteger(seed, 0, MAX_SEED - replications), 'seed', seed, `0 to ${MAX_SEED - replications}`);
}

export function isInteger(value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseUnless(holds: boolean, name: string, value: unknown, wanted: string): void {
  if (!holds) throw outOfRange(name, value, wanted);
}
