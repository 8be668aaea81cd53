import type { CustomAlgorithm } from '../../schedulers/custom-algorithm.js';
import type { Sample } from '../../schedulers/options.js';
import type { Discipline } from '../../workload/discipline.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { Observed } from '../../health/observed.js';
import type { ArrivalProcess } from '../../workload/arrivals.js';
import type { ServiceDistribution } from '../../workload/service-times.js';

/** Requests that come by themselves, whatever becomes of those before them. */
export interface OpenLoop {
  readonly kind: 'open';
  readonly process: ArrivalProcess | 'trace';
  /** Arrivals per unit of total capacity, which is the sum of speeds × slots. */
  readonly load: number;
  /** When they come, counted from the first, in the unit of all times; of `trace` only. */
  readonly trace?: readonly number[];
}

/** Clients that each wait for an answer, think, and ask again. */
export interface ClosedLoop {
  readonly kind: 'closed';
  readonly clients: number;
  /** Mean of the exponential time between an answer and the next request. */
  readonly think: number;
}

/** How many requests a connection has: always as many, or a geometric number of that mean, which is 1 or more. */
export interface ConnectionLength {
  readonly kind: 'fixed' | 'geometric';
  readonly mean: number;
}

/** Connections with several requests, one after the other. */
export interface LongConnections extends ConnectionLength {
  /** In an open loop, the mean of the exponential time between an answer and the connection's next request. */
  readonly think: number;
}

/** A class of requests. */
export interface RequestClass {
  readonly name: string;
  /** Of all requests, 0 to 1. */
  readonly share: number;
  /** On a backend of speed 1; the distribution around it is that of all classes. */
  readonly serviceMean: number;
}

/** One policy under one workload: all that a run depends on, but for its seed. It can be sent to another thread. */
export interface SimulationSettings {
  readonly algorithm: string;
  /** The algorithm, if it is not one of the scheduler table. To another thread goes the path of its module instead. */
  readonly custom?: CustomAlgorithm;
  readonly choices: number;
  readonly sample: Sample;
  /** Time constant of the moving average of algorithms that learn from answers. */
  readonly decay: number;
  /** Age of the counts of connections that algorithms see. */
  readonly loadLag: number;
  /** Points of a backend of average weight on the ring of algorithms that have one. */
  readonly vnodes: number;
  readonly balancers: number;
  /** Longest time until one knows of the connections of the others; 0 for none, Infinity for never. */
  readonly shareLag: number;
  /** Connections that a balancer lets a backend have at once; more wait at the balancer. */
  readonly maxPerBackend: number;
  /** Requests that a balancer serves at once; more wait in its queue; its places, and the longest wait. */
  readonly maxConnections: number;
  readonly queueMax: number;
  readonly queueTimeout: number;
  /** Number of backends, the last ones, that are used only while no other is active. */
  readonly backups: number;
  /** Requests a unit of time and client; 0 for no limit. */
  readonly rateLimit: number;
  readonly observe: Observed;
  /** After which a client gives up; Infinity for never. */
  readonly requestTimeout: number;
  /** How often a client sends a failed request again, and the pause before it does so first. */
  readonly retries: number;
  readonly backoff: number;
  /** Retries as a share of the requests, of all clients together, at most; Infinity for no bound. */
  readonly retryBudget: number;
  /** Whether a backend serves a request to its end that its client has given up. */
  readonly servesAbandoned: boolean;
  /** One for each backend. */
  readonly speeds: readonly number[];
  /** One for each backend, integers from 1 to 256. */
  readonly weights: readonly number[];
  readonly slots: number;
  readonly queueLimit: number;
  readonly discipline: Discipline;
  readonly workload: OpenLoop | ClosedLoop;
  /** Absent where each request has a connection of its own. */
  readonly connections?: LongConnections;
  readonly service: ServiceDistribution;
  /** Of all requests. */
  readonly serviceMean: number;
  /** Absent where all requests are of one class. */
  readonly classes?: readonly RequestClass[];
  /** What all times are in, if they have a unit. */
  readonly timeUnit?: 'ms';
  /** Clients that requests come from, each with a key of its own; 0 for requests without keys. */
  readonly keys: number;
  /** Whether clients stick to their backend by SESSION_MAP. */
  readonly sticky: boolean;
  /** How many; where arrivals end by time, how many are expected. */
  readonly requests: number;
  /** When arrivals end, counted from their beginning; Infinity where they end by number. */
  readonly arrivalsEnd: number;
  /** Requests at the beginning that do not count, at least; and at most, where their number is found from the run. */
  readonly warmup: number;
  readonly longestWarmup: number;
  /** Whether all replications leave out `warmup` requests, whatever each of them shows. */
  readonly isWarmupCommon: boolean;
  /** Intervals of time for which the course of things is told; 0 for none. */
  readonly bins: number;
  readonly scenario?: Scenario;
}
