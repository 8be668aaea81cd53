import type { LatencySummary } from '../../latency/latency-summary.js';
import type { Precision } from '../measures/precision.js';
import type { Playback } from '../playback/playback.js';
import type { RequestFailure } from './request-failure.js';
import type { BackendResult, TimeSeries, HealthFlip } from './run-result.js';

/** The bounds of a 95 % confidence interval. */
export type Interval = readonly [low: number, high: number];

export interface BackendReport extends BackendResult {
  readonly name: string;
  readonly speed: number;
  readonly weight: number;
}

/** What queueing theory says of a system. */
export interface Expectation {
  /** `M/M/1`, … */
  readonly system: string;
  readonly meanSojourn: number;
  readonly p99?: number;
}

/** What a simulation has found of one class of requests, after the warm-up. */
export interface ClassReport {
  readonly class: string;
  /** Of all requests, 0 to 1, as it was asked for. */
  readonly share: number;
  /** Mean service time on a backend of speed 1. */
  readonly serviceMean: number;
  /** Of the whole run, so that those of all classes are those of the report. */
  readonly completed: number;
  readonly failed: number;
  /** From arrival to answer, of those after the warm-up that were answered. */
  readonly latency: LatencySummary;
  /** 95 % confidence intervals over replications; null for one run, where all requests together have none, and where too few of the class were answered. */
  readonly confidence: { readonly meanSojourn: Interval; readonly p99: Interval } | null;
  /** What theory says, where there is a closed form. */
  readonly expected?: Expectation;
}

/**
 * What a simulation has found: what `lbsim simulate --json` prints. Times are in units of the mean service time, unless that was
 * given; in milliseconds if it was given as a duration. `requests`, `completed`, `failed` and `retries` are of the whole run; all else
 * is of the requests after the warm-up, and over the time from the first of them to the last arrival. With several replications, counts are sums, and the rest means
 * over all their requests.
 */
export interface SimulationReport {
  readonly algorithm: string;
  /** What all times are in, where the mean service time was given as a duration. */
  readonly timeUnit?: 'ms';
  /** Of the first replication that was finished. */
  readonly seed: number;
  /** How many. */
  readonly backends: number;
  readonly requests: number;
  readonly completed: number;
  readonly failed: number;
  /** Mean time from a request's arrival to its answer, of those answered. */
  readonly meanSojourn: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** Mean requests in the system, with all backends and balancers together. */
  readonly meanQueue: number;
  /** Mean share of slots that work. */
  readonly utilisation: number;
  /** Requests sent to the backend that got the most for its weight, by those that it would have got in even shares: 1 is even. */
  readonly imbalance: number;
  readonly perBackend: readonly BackendReport[];
  /** In the order in which classes were given; absent where all requests are of one class. */
  readonly perClass?: readonly ClassReport[];
  readonly events: number;
  readonly wallSeconds: number;
  readonly eventsPerSecond: number;
  readonly traceHash: string;
  /** The latencies once more, as `lbsim client` tells them too, with their histogram. */
  readonly latency: LatencySummary;
  readonly replications: number;
  /** How many there were to be, where an interruption left fewer: the simulation is unfinished. */
  readonly plannedReplications?: number;
  /** Of the replications that were finished, where an interruption left fewer than planned. */
  readonly seeds?: readonly number[];
  /** Of the open loop; absent in a closed one. */
  readonly load?: number;
  /**
   * 95 % confidence intervals: over replications if there are several, else the mean's over consecutive parts of the run. Null
   * where the run is too short for its parts to be independent, with a scenario, whose parts are no samples of the same, and
   * where service times have so heavy a tail that latencies have no variance.
   */
  readonly confidence: { readonly meanSojourn: Interval; readonly p99?: Interval } | null;
  /** Where there is no interval: why, and what would do. */
  readonly advice?: string;
  /** Service times have so heavy a tail that latencies have no variance, so that medians and percentiles tell more than means. */
  readonly heavyTail?: true;
  /**
   * Requests at the beginning of a run that do not count: a share that was given, or as many as the run showed; of several
   * replications a quarter of each, or as many as are known to be needed.
   */
  readonly warmup: number;
  /** Why requests failed: those reasons that occurred. */
  readonly failures: Partial<Readonly<Record<RequestFailure, number>>>;
  /** How often requests were sent again that had failed, if clients do so. */
  readonly retries?: number;
  /** What theory says, where there is a closed form. */
  readonly expected?: Expectation;
  /** With a scenario: its name, and how the balancers' health checks saw it. */
  readonly scenario?: ScenarioReport;
}

/** A change of a backend that health checks are to find, and when they did. */
export interface Detection {
  readonly at: number;
  readonly backend: string;
  readonly fault: string;
  /** How the backend is to be marked. */
  readonly marked: 'down' | 'up';
  /** In how many of the runs it was, before the backend changed again. */
  readonly found: number;
  readonly runs: number;
  /** How long that took, on average; absent if it was in none. */
  readonly after?: number;
  /** How long it was to take on average, where the algorithm lets that be known, and at most. */
  readonly predicted: { readonly mean?: number; readonly most: number };
}

export interface ScenarioReport {
  readonly name: string;
  /** Of the first balancer. */
  readonly detections: readonly Detection[];
  /** Of all balancers, in the first replication. */
  readonly flips: readonly HealthFlip[];
}

/** A report, and what only pictures need. */
export interface SimulationOutcome {
  readonly report: SimulationReport;
  /** The complementary distribution of latencies: the share of requests that took at least `value`. Shares fall from 1. */
  readonly tail: readonly { readonly value: number; readonly share: number }[];
  /** What two policies with the same seeds are compared by. */
  readonly precision: Precision;
  /** Of the first replication. */
  readonly course?: TimeSeries;
}

/** An outcome that may be played. */
export interface PlayableOutcome extends SimulationOutcome {
  /** Of the first replication, if it was recorded. */
  readonly playback?: Playback;
}

/** Two policies on the same arrivals and services. */
export interface PairReport {
  readonly a: string;
  readonly b: string;
  readonly load?: number;
  /** Mean latency of `b` less that of `a`, of requests that were answered; null where one of the two answered none. */
  readonly difference: number | null;
  /** Its 95 % confidence interval; null where a run is too short for one. */
  readonly confidence: Interval | null;
  /** Whether it is more than chance: at 5 % for all pairs of a comparison together (Holm). */
  readonly significant: boolean;
  /** Where there is no interval: why, and what would do. */
  readonly advice?: string;
  /** Shares of the requests that were answered, where they differ by more than chance: the latencies are not of the same requests. */
  readonly answered?: { readonly a: number; readonly b: number };
  /** Mean latency of `b` by that of `a`; null where one of the two answered no request. */
  readonly ratio: number | null;
}

/** What `lbsim compare --json` prints. */
export interface ComparisonReport {
  readonly runs: readonly SimulationReport[];
  readonly pairs: readonly PairReport[];
}
