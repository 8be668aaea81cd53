import { integer } from '../schema/number.js';
import { flag, group, option } from '../schema/option.js';

const HEADING = 'Operating it while it runs:';

/** Metrics of every process that has an admin API. */
export const METRICS_TABLE = group(HEADING, {
  'metrics-open': flag('Answer GET /metrics on the port of --admin without a token', {
    needs: { one: ['admin'] },
  }),
});

/** Metrics of a balancer. */
export const BACKEND_METRICS_TABLE = group(HEADING, {
  'metrics-backends': option(
    integer(0),
    200,
    'Number of backends up to which each has histograms of its own in GET /metrics',
  ),
});
