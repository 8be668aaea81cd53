import { adminPlace, OPERATING, placePattern, type AdminPlace } from '../../admin/option-table.js';
import { SCHEDULING } from '../../control/option-table.js';
import { STICKY_KEYS } from '../../control/options.js';
import { LOAD_SETTINGS_TABLE } from '../../playground/load/settings.js';
import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { integer } from '../../schema/number.js';
import { flag, group, option, optional } from '../../schema/option.js';
import { choice } from '../../schema/word.js';
import { LOOPBACK } from '../loopback.js';
import { COMMON } from './groups.js';
import { workerCount } from './worker-count.js';

const LOOPBACK_HOST = String.raw`(?:localhost|\[::1\]|127\.\d+\.\d+\.\d+)`;

/** `9900`, `127.0.0.1:9900`: there is a page, and no other machine can reach it. */
const pagePlace: Kind<AdminPlace, ''> = defineKind<AdminPlace>({
  type: 'string',
  range: '[HOST:]PORT',
  schema: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: 65_535 },
      { type: 'string', pattern: `^${placePattern(LOOPBACK_HOST)}$` },
    ],
  },
  parse: (text) => {
    const place = adminPlace.parse(text);
    if (place === 'off')
      throw badValue(text, 'leaves no page to open', 'a port, or leave it out for any free one');
    if (!LOOPBACK.test(place.host))
      throw badValue(
        text,
        'could be reached by other machines',
        'a port, or a loopback address such as 127.0.0.1:9900',
      );
    return place;
  },
  show: (place) => adminPlace.show(place),
});

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
    admin: optional(pagePlace, 'Where the page and the admin API are: [HOST:]PORT, host 127.0.0.1', {
      defaultText: 'any free port',
    }),
  }),
  ...COMMON,
};
