import { adminPlace, OPERATING } from '../../admin/option-table.js';
import { SCHEDULING } from '../../control/option-table.js';
import { STICKY_KEYS } from '../../control/options.js';
import { LOAD_SETTINGS_TABLE } from '../../playground/load/settings.js';
import { integer } from '../../schema/number.js';
import { flag, group, option, optional } from '../../schema/option.js';
import { choice } from '../../schema/word.js';
import { COMMON } from './groups.js';
import { workerCount } from './worker-count.js';

/** The options of `lbsim playground`. */
export const PLAYGROUND_TABLE = {
  ...group('Playground:', {
    backends: option(integer(1, 12), 3, 'Number of backends, 1 to 12, each a process of its own'),
    rate: LOAD_SETTINGS_TABLE.rate,
    'no-open': flag('Only print the address of the page, do not open it in the browser'),
  }),
  ...group('Balancer:', {
    workers: option(workerCount, 1, 'Processes that carry the connections; auto is one for each processor'),
    algorithm: SCHEDULING.algorithm,
    'sticky-key': option(choice(STICKY_KEYS), 'none', SCHEDULING['sticky-key'].help),
  }),
  ...group(OPERATING, {
    admin: optional(adminPlace, 'Where the page and the admin API are: [HOST:]PORT, host 127.0.0.1', {
      defaultText: 'any free port',
    }),
  }),
  ...COMMON,
};
