import { defined } from '../defined.js';
import { isLookedUp, type BackendEntry } from '../discovery/entries.js';
import { LbsimError, optionError } from '../errors.js';
import { tcpProbe } from '../health/probe.js';
import { systemLookup } from '../net/resolve.js';
import type { BackendSpec } from '../routing/backend.js';
import { chooseAlgorithm } from '../schedulers/chosen-algorithm.js';
import { checkOptions } from '../schema/library.js';
import { BALANCER_DEFAULTS, BALANCER_TABLE } from './option-table.js';
import type { BalancerOptions, ResolvedOptions } from './options.js';

/** What only the library can be told. */
const FUNCTIONS = { probe: 'function', lookup: 'function', random: 'function' } as const;

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, `ERR_BACKENDS_EMPTY`, and what {@link chooseAlgorithm} throws
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
  refuseNone(filled.backends, filled.backendsFile);
  const settled = {
    ...filled,
    ...chooseAlgorithm(filled.algorithm),
    backends: filled.backends.filter((entry): entry is BackendSpec => !isLookedUp(entry)),
    lookedUp: filled.backends.filter(isLookedUp),
  };
  const { acceptProxy, trust } = settled;
  if (acceptProxy && trust.length === 0)
    throw optionError(
      'acceptProxy without trust would let anyone forge an address: name the proxies, as in 10.0.0.0/8',
    );
  return settled;
}

/** @throws LbsimError `ERR_BACKENDS_EMPTY` when there is none but backups */
function refuseNone(backends: readonly BackendEntry[], backendsFile: string | undefined): void {
  if (backendsFile !== undefined || backends.some(({ backup = false }) => !backup)) return;
  throw new LbsimError('ERR_BACKENDS_EMPTY', 'the backend list is empty: name at least one host:port', {
    kind: 'usage',
  });
}
