import { optionError } from '../../errors.js';
import { refuseUnless } from './refusals.js';
import type { SimulationSettings } from './settings.js';
import { expectedTime } from '../workload/request-source.js';
import { MAX_VIRTUAL_TIME } from './virtual-time.js';

/** Exchanges of all balancers together: some minutes. */
const MAX_EXCHANGES = 1e7;

/**
 * Refuses what balancers cannot share, or not as often as that.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadSharing(settings: SimulationSettings): void {
  const { balancers, scenario, serviceMean } = settings;
  const lag = settings.shareLag / serviceMean;
  refuseUnless(
    lag === Infinity || (lag >= 0 && lag <= MAX_VIRTUAL_TIME),
    'shareLag',
    lag,
    `a time from 0 to ${MAX_VIRTUAL_TIME}`,
  );
  if (scenario?.events.some((event) => 'store' in event) === true && (lag === 0 || lag === Infinity))
    throw optionError(
      `scenario ${scenario.name} takes away the store by which balancers share, and with shareLag ${lag === 0 ? 0 : 'none'} there is none: use one above 0`,
    );
  if (lag === Infinity) return;
  if (balancers === 1)
    throw optionError(
      `shareLag ${lag} with balancers 1 does nothing: use balancers 2 or more, or leave it out`,
    );
  const exchanges = (balancers * expectedTime(settings)) / settings.shareLag;
  if (lag > 0 && exchanges > MAX_EXCHANGES)
    throw optionError(
      `shareLag ${lag} makes about ${exchanges.toPrecision(2)} exchanges between balancers: use 0 or a longer one, ${MAX_EXCHANGES} are the most`,
    );
}
