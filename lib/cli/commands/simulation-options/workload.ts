import { SIMULATION_DEFAULTS as DEFAULTS } from '../../../simulator/plan/options.js';
import { ARRIVAL_PROCESSES } from '../../../simulator/workload/arrivals.js';
import { SERVICES } from '../../../simulator/workload/parse-service.js';
import { absent, flag, optional } from '../../options/option.js';
import { choice } from '../../options/parsers.js';
import {
  count,
  loads,
  serviceText,
  virtualTime,
  virtualTimeOrNone,
} from '../../options/simulation-parsers.js';

const group = 'Requests:';

/** What the requests are like. */
export const WORKLOAD_OPTIONS = {
  load: absent(
    {
      describe:
        'Open loop: arrivals per unit of total capacity, the sum of speeds × slots; or several, from:to:step as in 0.5:0.9:0.1',
      defaultText: String(DEFAULTS.load),
      group,
    },
    loads,
  ),
  'allow-overload': flag({ describe: 'A load of 1 or more is meant, though queues grow without end', group }),
  arrivals: optional(
    {
      describe: 'poisson, deterministic, or bursty: a quarter of the time at 2 times the rate, else at 2/3',
      group,
    },
    choice(ARRIVAL_PROCESSES),
    DEFAULTS.arrivals,
  ),
  clients: absent(
    { describe: 'Closed loop instead: so many clients, each with one request at a time', group },
    count(1),
  ),
  think: absent(
    { describe: 'Mean time from an answer to the next request of that client', defaultText: '0', group },
    virtualTimeOrNone,
  ),
  service: optional(
    { describe: `How service times vary: ${SERVICES.join(', ')}`, group },
    serviceText,
    DEFAULTS.service,
  ),
  'service-mean': optional(
    { describe: 'Mean service time, and so the unit of all times', group },
    virtualTime,
    DEFAULTS.serviceMean,
  ),
  requests: absent(
    { describe: 'How many', defaultText: '1e6; with a scenario as many as come in its time', group },
    count(1),
  ),
  keys: optional(
    { describe: 'Clients that they come from, by whose keys algorithms may hash; 0 for none', group },
    count(0),
    DEFAULTS.keys,
  ),
};
