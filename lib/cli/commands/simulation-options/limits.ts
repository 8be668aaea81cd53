import { OBSERVED } from '../../../simulator/scenarios/limits.js';
import { absent } from '../../options/option.js';
import { choice } from '../../options/parsers.js';
import { count, virtualRate, virtualTimeOrNone } from '../../options/simulation-parsers.js';

const group = 'Limits, of each balancer:';

/** What lbsim balance has, too. No default is given: a scenario may have one of its own. */
export const LIMIT_OPTIONS = {
  'max-per-backend': absent(
    {
      describe: 'Connections that a backend may have; more wait at the balancer',
      defaultText: 'unlimited',
      group,
    },
    count(1),
  ),
  'max-connections': absent(
    { describe: 'Requests served at once; more wait in the queue', defaultText: 'unlimited', group },
    count(1),
  ),
  'queue-max': absent(
    { describe: 'Requests that may wait in the queue; past it they fail', defaultText: 'unlimited', group },
    count(0),
  ),
  'queue-timeout': absent(
    {
      describe: 'How long one may wait in the queue, in mean service times',
      defaultText: 'for ever; with a scenario its waitTimeout',
      group,
    },
    virtualTimeOrNone,
  ),
  backup: absent(
    {
      describe: 'How many backends, the last ones, are used only while no other is up',
      defaultText: '0',
      group,
    },
    count(0),
  ),
  'rate-limit': absent(
    {
      describe: 'Requests a mean service time and client, in bursts of up to twice that; needs --keys',
      defaultText: 'no limit',
      group,
    },
    virtualRate,
  ),
  observe: absent(
    {
      describe: 'What counts against a backend: connect, that it cannot be reached; traffic, also its errors',
      defaultText: 'connect',
      group,
    },
    choice(OBSERVED),
  ),
};
