import type { AlgorithmPath } from '../../schedulers/algorithm-path.js';
import type { AlgorithmOption, ChosenAlgorithm } from '../../schedulers/chosen-algorithm.js';
import { defaultsOf } from '../../schema/library.js';
import type { Sample } from '../../schedulers/options.js';
import type { Discipline } from '../../workload/discipline.js';
import type { Scenario } from '../scenarios/scenario.js';
import { RETRY_DEFAULTS, type Abandoned } from '../scenarios/clients.js';
import type { SimulationLimits } from '../scenarios/limits.js';
import type { TraceName } from '../../recording/trace-file.js';
import type { ArrivalProcess } from '../../workload/arrivals.js';
import type { RequestClassSpec } from './classes-kind.js';
import type { RequestsPerConnection } from './connections-kind.js';
import { SIMULATION_TABLE } from './option-table.js';
import type { MeanService } from './service-mean.js';
import type { TimesOfPlan } from './times.js';
import type { VirtualTime } from './virtual-time.js';

/**
 * What is simulated. Times are in units of the mean service time, and `think` is in the unit of `serviceMean`. Where that is a
 * duration such as `20ms`, they may be durations, too.
 */
export interface SimulationOptions extends Omit<SimulationLimits, 'queueTimeout' | 'shareLag'> {
  /**
   * A name of the scheduler table, or an algorithm of one's own, also by its file. One without a file is simulated in this
   * thread, and one that is a single scheduler is refused, as a simulation makes several. @default 'auto'
   */
  readonly algorithm?: AlgorithmOption | AlgorithmPath;
  /** How many backends of speed 1, or their speeds. @default 10 */
  readonly backends?: number | readonly number[];
  /** One for each backend, integers from 1 to 256. @default in proportion to the speeds */
  readonly weights?: readonly number[];
  /** Requests that a backend works on at once. @default 1 */
  readonly slots?: number;
  /** Requests that may wait at a backend; past it they fail. @default unlimited */
  readonly queueLimit?: number;
  /** @default 'fifo' */
  readonly discipline?: Discipline;
  /** Open loop: arrivals per unit of total capacity, which is the sum of speeds × slots. @default 0.8 */
  readonly load?: number;
  /** Whether a load of 1 or more, at which queues grow for ever, is meant. @default false */
  readonly allowOverload?: boolean;
  /**
   * How requests are spaced; or `trace:FILE`: at the times in a file, one a line, or those of a recording, brought to `load` if that is
   * given or times have no unit. @default 'poisson'
   */
  readonly arrivals?: ArrivalProcess | TraceName;
  /** Closed loop instead: the number of clients, each with one request at a time. */
  readonly clients?: number;
  /**
   * Mean time between an answer and the client's next request, exponential; in an open loop that of a connection with several
   * requests. @default 0
   */
  readonly think?: VirtualTime;
  /**
   * How many requests go over one connection, one after the other: the balancer chooses for the first, and algorithms count
   * connections. `geometric:20` for a geometric number of that mean. An open loop has as many requests as before, so new connections
   * are fewer. @default 1
   */
  readonly requestsPerConnection?: RequestsPerConnection;
  /**
   * `exponential`, `deterministic`, `erlang:K`, `lognormal:CV2` or `pareto:ALPHA`; or `empirical:FILE`: drawn with replacement from
   * the durations in a file, one a line, or those of the connections of a recording. @default 'exponential'
   */
  readonly service?: string;
  /**
   * Mean time of a request on a backend of speed 1: the unit of all other times. A number, or a duration such as `20ms` or `0.5s`:
   * then all times of the report are in milliseconds. @default 1, or that of `empirical:FILE`, in milliseconds
   */
  readonly serviceMean?: number | string;
  /**
   * Classes of requests, 2 to 8, whose service times have other means: `[{ name: 'read', share: 9, mean: 1 }, { name: 'write', share: 1,
   * mean: 10 }]`. Their means are scaled so that that of all requests is `serviceMean`; the distribution of each is `service`.
   * The class of each request is drawn at random; results have `perClass`. @default none
   */
  readonly classes?: readonly RequestClassSpec[];
  /** @default 1000000; with a scenario, as many as come in its duration; of a trace all */
  readonly requests?: number;
  /** Share of the requests, at the beginning, that does not count. @default 0.1, or up to 0.5 as found from the run; with a scenario or a trace 0 */
  readonly warmup?: number;
  /** The first replication's; the others have the next ones. An integer of 32 bits. @default 1 */
  readonly seed?: number;
  /** @default 1 */
  readonly replications?: number;
  /** How power-of-two and others draw. @default 'distinct' */
  readonly sample?: Sample;
  /** How many members they draw. @default 2 */
  readonly choices?: number;
  /** Time constant of the moving average of peak-ewma. @default 100 mean service times */
  readonly ewmaDecay?: VirtualTime;
  /** Age of the counts of connections that algorithms see: their load is known that late. @default 0 */
  readonly loadLag?: VirtualTime;
  /** Virtual nodes of a backend of average weight on the ring of ring and bounded-load, 1 to 100000. @default 100 */
  readonly vnodes?: number;
  /** How long a request may wait in a balancer's queue; 0 for not at all. @default for ever; with a scenario its waitTimeout */
  readonly queueTimeout?: VirtualTime;
  /** Time after which a client gives up a request. @default none; with a scenario its requestTimeout */
  readonly timeout?: VirtualTime;
  /** How often a client sends a request again that failed; needs `timeout` or a scenario. @default 0, or the scenario's */
  readonly retries?: number;
  /** Pause before the first retry; twice as long before each further one. @default 1 mean service time, or the scenario's */
  readonly backoff?: VirtualTime;
  /** Retries as a share of the requests, 0 to 1, of all clients together, at most; past it requests fail. @default no limit, or the scenario's */
  readonly retryBudget?: number;
  /** What a backend does with a request that its client has given up. @default 'served', or the scenario's */
  readonly abandoned?: Abandoned;
  /**
   * Longest time until a balancer knows of the connections of the others, as those of `lbsim balance --cluster` do; with `sticky`
   * they share SESSION_MAP, too. 0: they see all at once. @default none: each sees its own connections only
   */
  readonly shareLag?: VirtualTime;
  /** Clients that the requests come from, each known by a key; 0 for requests without keys. @default 0 */
  readonly keys?: number;
  /** Whether clients stick to their backend by SESSION_MAP. @default false */
  readonly sticky?: boolean;
  readonly scenario?: Scenario;
  /** Intervals for which the course of things is told. @default 0; with a scenario 120 */
  readonly bins?: number;
}

/** The defaults, on the command line too; of `requests` and `warmup` without a scenario. */
export const SIMULATION_DEFAULTS = {
  ...defaultsOf(SIMULATION_TABLE),
  ...RETRY_DEFAULTS,
  requests: 1_000_000,
  warmup: 0.1,
  bins: 0,
  balancers: 1,
  shareLag: Infinity,
} as const;

/** What only the library can be told. */
export const BESIDE_TABLE = { scenario: 'object', bins: 'number' } as const;

/** Of a run with a scenario, instead: it tells a story from its beginning. */
export const SCENARIO_DEFAULTS = { warmup: 0, bins: 120 } as const;

type GivenTimes = keyof TimesOfPlan;

type MayBeAbsent = 'weights' | 'classes' | 'clients' | 'scenario' | 'queueTimeout' | 'timeout';

/** All options, with defaults where they have some. */
export type ResolvedSimulationOptions = Required<
  Omit<SimulationOptions, MayBeAbsent | GivenTimes | 'algorithm' | 'serviceMean'>
> &
  Pick<SimulationOptions, Exclude<MayBeAbsent, GivenTimes>> &
  TimesOfPlan &
  ChosenAlgorithm &
  MeanService;
