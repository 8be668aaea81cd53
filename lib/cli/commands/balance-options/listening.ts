import { BALANCER_DEFAULTS as DEFAULTS } from '../../../control/defaults.js';
import { optional } from '../../options/option.js';
import { host, listeningPort, workerCount } from '../../options/parsers.js';

const group = 'Where it listens:';

/** Where a balancer listens. */
export const LISTEN_OPTIONS = {
  host: optional({ describe: 'Address to listen on; 0.0.0.0 or :: for a LAN', group }, host, DEFAULTS.host),
  port: optional({ describe: 'Port to listen on; 0 for any free one', group }, listeningPort, DEFAULTS.port),
  workers: optional(
    {
      describe: 'Processes that carry the connections; auto is one for each processor',
      group,
    },
    workerCount,
    1,
  ),
};
