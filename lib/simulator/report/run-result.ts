import type { Batches } from '../measures/batches.js';
import type { HistogramCounts } from '../../latency/latency-histogram.js';
import type { Playback } from '../playback/playback.js';
import type { RequestFailure } from './request-failure.js';

export interface BackendResult {
  /** Requests sent to it, of those that count. */
  readonly picked: number;
  readonly completed: number;
  /** Mean requests at it, waiting or served, over the time that counts. */
  readonly meanQueue: number;
  /** Share of its slots that worked. */
  readonly utilisation: number;
}

/** What became of the requests of one class. */
export interface ClassResult {
  /** All of the run, those of the warm-up too. */
  readonly completed: number;
  readonly failed: number;
  /** Latencies of those after the warm-up that were answered. */
  readonly histogram: HistogramCounts;
  /** Their mean; 0 where none was answered. */
  readonly meanSojourn: number;
}

/** A balancer's word on a backend, and when it came. */
export interface HealthFlip {
  readonly at: number;
  readonly balancer: number;
  readonly backend: string;
  readonly up: boolean;
}

/** The course of things, in intervals of equal length; requests count in the interval in which they ended. */
export interface TimeSeries {
  /** Length of an interval. */
  readonly step: number;
  /** Mean requests at each backend: for each backend, for each interval. */
  readonly queues: readonly (readonly number[])[];
  readonly completed: readonly number[];
  readonly failed: readonly number[];
  readonly sojourns: readonly number[];
}

/** What one run has found; it can be sent to another thread. Times are in the unit of the service mean. */
export interface RunResult {
  readonly seed: number;
  /** All requests, those of the warm-up too: `requests = completed + failed`. */
  readonly requests: number;
  readonly completed: number;
  readonly failures: Readonly<Record<RequestFailure, number>>;
  /** Attempts that failed and were sent again. */
  readonly retries: number;
  /** Requests at the beginning that do not count. */
  readonly warmup: number;
  /** Whether the run forgot its beginning within the longest warm-up that it may have. */
  readonly isSettled: boolean;
  /** From here on sojourns, queues and the rest are of requests after the warm-up. */
  readonly histogram: HistogramCounts;
  readonly meanSojourn: number;
  /** Consecutive parts of the whole run. */
  readonly batches: Batches;
  /** Mean requests under way. */
  readonly meanQueue: number;
  readonly perBackend: readonly BackendResult[];
  /** In the order of the classes, if there are any. */
  readonly perClass?: readonly ClassResult[];
  /** Of the whole run, from its beginning until nothing is under way: two ways to the same number (Little's law). */
  readonly little: { readonly area: number; readonly sojourns: number };
  readonly flips: readonly HealthFlip[];
  readonly course?: TimeSeries;
  /** Virtual time at the end. */
  readonly endedAt: number;
  readonly events: number;
  readonly wallSeconds: number;
  readonly traceHash: string;
  /** If it was recorded. */
  readonly playback?: Playback;
}
