import { defined } from '../defined.js';
import { optionError } from '../errors.js';
import { tcpProbe } from '../health/probe.js';
import { systemLookup } from '../net/resolve.js';
import { chooseAlgorithm } from '../schedulers/chosen-algorithm.js';
import { checkOptions } from '../schema/library.js';
import { BALANCER_DEFAULTS, BALANCER_TABLE } from './option-table.js';
import type { BalancerOptions, ResolvedOptions } from './options.js';

/** What only the library can be told. */
const FUNCTIONS = { probe: 'function', lookup: 'function', random: 'function' } as const;

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, and what {@link chooseAlgorithm} throws
 */
export function resolveOptions(options: BalancerOptions): ResolvedOptions {
  checkOptions('BalancerOptions', options, BALANCER_TABLE, FUNCTIONS);
  const given: Partial<BalancerOptions> = options;
  const filled = {
    ...BALANCER_DEFAULTS,
    backends: [],
    probe: tcpProbe,
    lookup: systemLookup,
    random: Math.random,
    ...defined(given),
  };
  if (filled.probe !== tcpProbe && filled.healthCheck !== BALANCER_DEFAULTS.healthCheck)
    throw optionError(
      `healthCheck '${filled.healthCheck}' has no effect with a probe of your own: give one of them`,
    );
  const settled = { ...filled, ...chooseAlgorithm(filled.algorithm) };
  const { acceptProxy, trust } = settled;
  if (acceptProxy && trust.length === 0)
    throw optionError(
      'acceptProxy without trust would let anyone forge an address: name the proxies, as in 10.0.0.0/8',
    );
  return settled;
}
