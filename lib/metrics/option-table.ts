import { integer } from '../schema/number.js';
import { flag, group, option, type Need } from '../schema/option.js';

const isOpen: Need = {
  one: ['admin'],
  having: (place) => place !== 'off',
  advice: 'leave out one of them',
};

/** What has an effect only where the admin API is open on TCP. */
export const onTcp: readonly Need[] = [{ one: ['admin'] }, isOpen];

const HEADING = 'Operating it while it runs:';

/** Metrics of every process that has an admin API. */
export const METRICS_TABLE = group(HEADING, {
  'metrics-open': flag('Answer GET /metrics on the port of --admin without a token', { needs: onTcp }),
});

/** Metrics of a balancer. */
export const BACKEND_METRICS_TABLE = group(HEADING, {
  'metrics-backends': option(
    integer(0),
    200,
    'Number of backends up to which each has histograms of its own in GET /metrics',
    { needs: isOpen },
  ),
});
