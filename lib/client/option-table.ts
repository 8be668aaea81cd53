import { arrivals, SPACINGS } from './load/arrival-schedule.js';
import { conditions } from './load/load-limit.js';
import { isTrace } from '../recording/trace-file.js';
import { host } from '../schema/address.js';
import type { Kind } from '../schema/kind.js';
import { defaultsOf } from '../schema/library.js';
import { integer, positiveNumber, targetPort } from '../schema/number.js';
import { group, option, optional, type Need } from '../schema/option.js';
import { positiveTime, time } from '../schema/time.js';
import { targets } from './targets/target-kind.js';
import { targetPick } from './targets/target-options.js';

/** At the most; more is beyond what a machine can have open, or can do. */
const MAX_AT_ONCE = 100_000;
const MAX_COUNT = 1e9;
const MAX_SIZE = 2 ** 40;

/** A program may ask for more than a machine can do, to see what it can. */
const rate: Kind<number, ''> = {
  ...positiveNumber(MAX_AT_ONCE),
  check: (name, perSecond) => positiveNumber(Number.MAX_VALUE).check(name, perSecond),
};

/** What every client has to know. */
export const TARGET_TABLE = group('Target:', {
  host: option(host, '127.0.0.1', 'Host of the balancer or backend'),
  port: option(targetPort, 8080, 'Port of the balancer or backend'),
  timeout: option(positiveTime, 60_000, 'Timeout of each wait for an answer'),
});

/** The same of a command, which goes on to the next host when one is away. */
export const TARGETS_TABLE = {
  ...TARGET_TABLE,
  ...group('Target:', {
    host: option(
      targets,
      [{ host: '127.0.0.1' }],
      'Host of the balancer or backend, with a port or without; several are tried in turn when one is away',
    ),
    pick: option(
      targetPick,
      'first',
      'Host of new connections: the first, or the one that the client went on to; or one at random',
      {
        needs: {
          one: ['host'],
          when: (pick) => pick !== 'first',
          having: (hosts) => Array.isArray(hosts) && hosts.length > 1,
          advice: 'list several hosts, or leave it out',
        },
      },
    ),
  }),
};

/** Only a trace has times of its own. */
const ofRate: Need = {
  one: ['rate'],
  when: (spacing) => !isTrace(spacing),
  advice: (called) => `give ${called('rate')}, or leave it out`,
};
const ofArrivals: Need = {
  one: ['arrivals'],
  having: (spacing) => spacing === 'poisson' || spacing === 'bursty',
  advice: (called) => `give ${called('arrivals')} poisson or bursty, or leave it out`,
};

/** The options of a load, each declared once. */
export const LOAD_TABLE = group('Load, one connection after another or many at once:', {
  count: optional(integer(1, MAX_COUNT), 'Number of connections'),
  duration: optional(positiveTime, 'How long to keep connecting'),
  concurrency: optional(integer(1, MAX_AT_ONCE), 'Connections open at once', {
    defaultText: '1, or no bound with --rate or a trace',
  }),
  rate: optional(
    rate,
    'Connections per second, each on its due time whatever became of the others (open loop)',
    { defaultText: 'unlimited' },
  ),
  arrivals: option(
    arrivals,
    'even',
    `How connections are spaced: ${SPACINGS.join(', ')} (a quarter of the time at twice the rate), or trace:FILE with one time a line, brought to --rate if given`,
    { needs: ofRate },
  ),
  seed: option(integer(0), 1, 'Seed of random arrivals', { needs: ofArrivals }),
  'messages-per-connection': option(
    integer(1, MAX_COUNT),
    1,
    'Messages on each connection, one after the other',
  ),
  size: optional(integer(0, MAX_SIZE), 'Bytes of payload in each message'),
  hold: option(time, 0, 'How long to keep each connection open after its last answer'),
  'fail-if': optional(
    conditions,
    'Exit with status 1 when this holds; may repeat. Metrics: p50, p90, p99, max, connect-p50 …, errors, mismatches (count or %), throughput (connections per second)',
    { mayBeEmpty: true },
  ),
});

/** What the parts of the client share. Times are in milliseconds. */
export const CLIENT_DEFAULTS = { ...defaultsOf(TARGET_TABLE), connectTimeoutMs: 5000 };
