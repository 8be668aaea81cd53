import { algorithm, ALGORITHMS_TEXT } from '../../control/algorithm-kind.js';
import { choices, sample } from '../../control/option-table.js';
import { outOfRange } from '../../errors.js';
import type { Kind } from '../../schema/kind.js';
import { amount, largeInteger, positiveNumber, share } from '../../schema/number.js';
import { flag, group, option, optional } from '../../schema/option.js';
import { choice, withWord } from '../../schema/word.js';
import { OBSERVED } from '../../health/observed.js';
import { DEFAULT_VNODES, MAX_VNODES } from '../../schedulers/options.js';
import { ABANDONED } from '../scenarios/clients.js';
import { simulatedArrivals } from './arrivals-kind.js';
import { backendsOrSpeeds, MAX_BACKENDS, weightList } from './backend-kinds.js';
import { requestClasses } from './classes-kind.js';
import { requestsPerConnection } from './connections-kind.js';
import { discipline } from './discipline-kind.js';
import { ofAlgorithm, ofBalancers, ofKeys, ofNext, ofQueue, ofRetries, ofTimeout, ofUnit } from './needs.js';
import { service, SIMULATED_SERVICES } from './service-kind.js';
import { serviceMean } from './service-mean.js';
import { givenTime, givenTimeOrNone, MAX_VIRTUAL_TIME } from './virtual-time.js';

const MOST_RETRIES = 100;

const LOADS = { min: 1e-6, max: 1e6 };

/** A rate per mean service time, from 0 up. */
const virtualRate = amount('a rate', MAX_VIRTUAL_TIME, 'a number such as 2 or 0.5');

/** What a plan looks at, as its range depends on other options. */
export const leftToPlan = <T>(kind: Kind<T, ''>): Kind<T, ''> => ({ ...kind, check: () => undefined });

const warmup: Kind<number, ''> = {
  ...share,
  check(name, value) {
    if (!(value >= 0 && value < 1))
      throw outOfRange(name, value, 'a share from 0 to less than 1, such as 0.1');
  },
};

const unlimited = { defaultText: 'unlimited' };
const ofDrawing = ofAlgorithm('power-of-two', 'peak-ewma');
const ofLoads = ofAlgorithm(
  ...(['auto', 'least-connections', 'power-of-two', 'peak-ewma', 'bounded-load'] as const),
);

/** The options of a simulation, each declared once. Times are in units of the mean service time. */
export const SIMULATION_TABLE = {
  ...group('Balancers:', {
    algorithm: option(algorithm, 'auto', `One of ${ALGORITHMS_TEXT}`),
    choices: option(choices, 2, 'Backends that power-of-two and peak-ewma draw at random and compare', {
      needs: ofDrawing,
    }),
    sample: option(sample, 'distinct', 'Whether the backends drawn are distinct, or independent draws', {
      needs: ofDrawing,
    }),
    'ewma-decay': option(
      givenTime,
      100,
      'Time constant of the moving average of peak-ewma, in mean service times',
      { needs: [ofAlgorithm('peak-ewma'), ofUnit] },
    ),
    'load-lag': option(
      givenTimeOrNone,
      0,
      'Age of the counts of connections that algorithms see, in mean service times',
      { needs: [ofLoads, ofUnit] },
    ),
    vnodes: option(
      largeInteger(1, MAX_VNODES),
      DEFAULT_VNODES,
      'Virtual nodes of a backend of average weight on the ring of ring and bounded-load',
      { needs: ofAlgorithm('ring', 'bounded-load') },
    ),
    balancers: optional(
      leftToPlan(largeInteger(1)),
      'Number of balancers; without --share-lag each sees only its own connections',
      { defaultText: "1, or the scenario's" },
    ),
    'share-lag': optional(
      leftToPlan(withWord(givenTimeOrNone, 'none', Infinity)),
      'Longest time until a balancer knows of the connections of the others, in mean service times; 0: at once. ' +
        'With --sticky they share SESSION_MAP, too',
      { defaultText: "none, or the scenario's", needs: [ofBalancers, ofUnit] },
    ),
    sticky: flag('Clients stick to their backends by SESSION_MAP', { needs: ofKeys }),
  }),
  ...group('Backends:', {
    backends: option(backendsOrSpeeds, 10, 'Number of backends of speed 1; or their speeds, as in 1,1,2,4'),
    weights: optional(weightList, 'Weights of the backends, 1 to 256, as in 1,1,1,1', {
      defaultText: 'in proportion to the speeds',
    }),
    slots: option(largeInteger(1), 1, 'Requests that a backend works on at once: servers of its queue'),
    discipline: option(
      discipline,
      'fifo',
      'fifo: in turn, each to its end; ps: all at once (processor sharing)',
    ),
    'queue-limit': option(
      largeInteger(0),
      Infinity,
      'Requests that may wait at a backend; past it they fail',
      unlimited,
    ),
  }),
  ...group('Requests:', {
    load: option(
      positiveNumber(LOADS.max, LOADS.min),
      0.8,
      'Open loop: arrivals per unit of total capacity, the sum of speeds × slots',
    ),
    'allow-overload': flag(
      'Accept a load that the backends in use cannot serve, at which queues grow without end',
    ),
    arrivals: option(
      simulatedArrivals,
      'poisson',
      'poisson, deterministic, or bursty: a quarter of the time at 2 times the rate, else at 2/3; ' +
        'or trace:FILE, at the times in a file, one a line, or in a recording, brought to --load if given',
    ),
    clients: optional(
      largeInteger(1, MAX_BACKENDS),
      'Closed loop instead: number of clients, each with one request at a time',
    ),
    think: option(
      givenTimeOrNone,
      0,
      'Mean time from an answer to the next request of that client or connection, in the unit of --service-mean',
      { needs: [ofNext, ofUnit] },
    ),
    'requests-per-connection': option(
      requestsPerConnection,
      1,
      'Requests on each connection, one after the other: N, or geometric:MEAN. The balancer chooses at the first one',
    ),
    service: option(
      service,
      'exponential',
      `Distribution of service times: ${SIMULATED_SERVICES.join(', ')} (drawn from durations, one a line, or those of a recording)`,
    ),
    'service-mean': option(
      serviceMean,
      1,
      'Mean service time, and so the unit of all times; with a duration such as 20ms all results are in milliseconds, and other times may be durations',
      { defaultText: '1, or of empirical:FILE its own' },
    ),
    classes: optional(
      requestClasses,
      'Classes of requests, 2 to 8, as in read:9:1,write:1:10: nine in ten read, and a write takes ten times as long on average. ' +
        'The mean of all stays --service-mean, the distribution of each is --service',
      { defaultText: 'none' },
    ),
    requests: optional(largeInteger(1), 'Number of requests', {
      defaultText: '1e6; with a scenario as many as arrive within its duration, of a trace all',
    }),
    timeout: optional(
      withWord(givenTime, 'none', Infinity),
      'Time after which a client gives up a request, in mean service times',
      {
        defaultText: 'none; with a scenario its requestTimeout',
        needs: ofUnit,
      },
    ),
    retries: optional(largeInteger(0, MOST_RETRIES), 'How often a client sends a request again that failed', {
      defaultText: "0, or the scenario's",
      needs: ofTimeout,
    }),
    backoff: optional(
      givenTimeOrNone,
      'Pause before the first retry, in mean service times; twice as long before each further one',
      { defaultText: "1, or the scenario's", needs: [ofRetries, ofUnit] },
    ),
    'retry-budget': optional(
      withWord(share, 'none', Infinity),
      'Retries as a share of the requests, of all clients together, at most; past it requests fail',
      { defaultText: "none, or the scenario's", needs: ofRetries },
    ),
    abandoned: optional(
      choice(ABANDONED),
      'What becomes at a backend of a request that its client has given up: served to its end, or dropped',
      {
        defaultText: "served, or the scenario's",
        needs: { ...ofTimeout, when: (abandoned) => abandoned === 'dropped' },
      },
    ),
    keys: option(
      largeInteger(0, MAX_BACKENDS),
      0,
      'Number of distinct client keys (for hashing algorithms); 0 for none',
    ),
  }),
  ...group('Limits, of each balancer:', {
    'max-per-backend': option(
      largeInteger(1),
      Infinity,
      'Connections that a backend may have; more wait at the balancer',
      unlimited,
    ),
    'max-connections': option(
      largeInteger(1),
      Infinity,
      'Requests served at once; more wait in the queue',
      unlimited,
    ),
    'queue-max': option(
      largeInteger(0),
      Infinity,
      'Requests that may wait in the queue of --max-connections or --max-per-backend; past it they fail',
      { ...unlimited, needs: ofQueue },
    ),
    'queue-timeout': optional(
      leftToPlan(withWord(givenTimeOrNone, 'for ever', Infinity)),
      'Longest wait in the queue of --max-connections or --max-per-backend, in mean service times',
      { defaultText: 'for ever; with a scenario its waitTimeout', needs: [ofQueue, ofUnit] },
    ),
    backup: option(
      leftToPlan(largeInteger(0)),
      0,
      'How many backends, the last ones, are used only while no other is active',
    ),
    'rate-limit': option(
      withWord(virtualRate, 'off', 0),
      0,
      'Requests per mean service time and client, in bursts of up to twice that',
      { defaultText: 'no limit', needs: ofKeys },
    ),
    observe: option(
      choice(OBSERVED),
      'connect',
      'Passive health checks: connect (failed connects count) or traffic (errors, too)',
    ),
  }),
  ...group('Run control:', {
    warmup: optional(warmup, 'Share of the requests, at the beginning, that does not count', {
      defaultText: '0.1, or more as found from the run; with a scenario or a trace 0',
    }),
    seed: option(
      leftToPlan(largeInteger(0)),
      1,
      'Random seed; the same seed gives the same run on any machine',
    ),
    replications: option(
      largeInteger(1, 10_000),
      1,
      'Runs with this seed and the next ones, in threads of their own',
    ),
  }),
};
