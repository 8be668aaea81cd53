import { defined } from '../../defined.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary, type LatencySummary } from '../../latency/latency-summary.js';
import type { Address } from '../../net/address.js';
import type { ArrivalReport } from './gap-meter.js';
import type { AnswerDifference } from '../answer-difference.js';
import type { ClientFailureKind } from '../failure.js';
import { increment, sortedByName } from './counts.js';
import { FailoverRecorder, type FailoverReport } from './failover-report.js';
import { toThousandths } from '../../units.js';

/** Of durations, in milliseconds to the microsecond; all null when there was nothing to measure. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** The first answer of a run that was not what it must be. */
export interface Mismatch extends AnswerDifference {
  /** The number of its connection in the run, from 1. */
  readonly connection: number;
}

/** What became of one condition of `failIf`. */
export interface LimitResult {
  /** As it was given: `p99>200ms`. */
  readonly condition: string;
  /** What it is about: `p99`, `errors`, … */
  readonly metric: string;
  /** Milliseconds, connections, percent of them or connections a second; null where nothing could be measured. */
  readonly value: number | null;
  /** Whether the condition holds, and the run has failed. */
  readonly holds: boolean;
}

/** What a load run found. */
export interface LoadReport {
  /** Those begun: `ok` and `failed` together. */
  readonly connections: number;
  /** Those on which every answer came and was right, and which the other side did not end first. */
  readonly ok: number;
  readonly failed: number;
  /** Failed connections by what failed; see {@link ClientFailureKind}. */
  readonly errors: Readonly<Partial<Record<ClientFailureKind, number>>>;
  /** Right answers by the name of the backend that gave them; those of an `echo` server name none. */
  readonly backends: Readonly<Record<string, number>>;
  /** Connections on which an answer was not what it must be; they are among `failed` too. */
  readonly mismatches: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly seconds: number;
  /** Of right answers: from sending a message, or from when it was due, to the end of its answer. */
  readonly latencyMs: Quantiles;
  /** Of the connections that could be made. */
  readonly connectMs: Quantiles;
  /** What `latencyMs` is of, as simulations tell it, too: with the mean and a histogram. */
  readonly latency: LatencySummary;
  /** The same of `connectMs`. */
  readonly connect: LatencySummary;
  readonly firstMismatch: Mismatch | null;
  /** How regular the gaps between connections were, in an open loop; null in a closed one. */
  readonly arrivals: ArrivalReport | null;
  /** What was seen of the balancers, where several were given. */
  readonly failover?: FailoverReport;
  /** The conditions of the option of that name, in their order. */
  readonly failIf: readonly LimitResult[];
}

/** All of it that conditions of `failIf` can be about. */
export type LoadFindings = Omit<LoadReport, 'failIf'>;

/** A condition that a run is to fail on. */
export type LoadLimit = (found: LoadFindings) => LimitResult;

/** Gathers a {@link LoadReport}. */
export class LoadRecorder {
  readonly latency = new DurationHistogram();
  readonly connect = new DurationHistogram();
  /** Of several balancers; undefined with one. */
  readonly failover: FailoverRecorder | undefined;
  readonly #backends = new Map<string, number>();
  readonly #errors = new Map<ClientFailureKind, number>();
  #ok = 0;
  #failed = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #mismatch: Mismatch | undefined;

  constructor(targets: readonly Address[] = []) {
    this.failover = targets.length > 1 ? new FailoverRecorder(targets) : undefined;
  }

  get ok(): number {
    return this.#ok;
  }

  get failed(): number {
    return this.#failed;
  }

  answered(backend: string | undefined, latencyMs: number): void {
    this.latency.record(latencyMs);
    if (backend !== undefined) increment(this.#backends, backend);
  }

  /** Keeps the first. */
  mismatched(mismatch: Mismatch): void {
    this.#mismatch ??= mismatch;
  }

  /** @param failure - undefined when all went well */
  ended(failure: ClientFailureKind | undefined, bytesIn: number, bytesOut: number): void {
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    if (failure === undefined) {
      this.#ok++;
    } else {
      this.#failed++;
      increment(this.#errors, failure);
    }
  }

  /** @param limits - each makes one of `failIf` */
  report(
    seconds: number,
    limits: readonly LoadLimit[] = [],
    arrivals: ArrivalReport | null = null,
  ): LoadReport {
    const found = {
      connections: this.#ok + this.#failed,
      ok: this.#ok,
      failed: this.#failed,
      errors: Object.fromEntries(this.#errors),
      backends: sortedByName(this.#backends),
      mismatches: this.#errors.get('mismatch') ?? 0,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      seconds: toThousandths(seconds),
      latencyMs: this.latency.quantiles(),
      connectMs: this.connect.quantiles(),
      latency: this.latency.summary(),
      connect: this.connect.summary(),
      firstMismatch: this.#mismatch ?? null,
      arrivals,
      ...defined({ failover: this.failover?.report() }),
    };
    return { ...found, failIf: limits.map((limit) => limit(found)) };
  }
}

/** What is shorter counts as that. */
const SHORTEST_MS = 0.001;

/** Durations, each to the microsecond, in the histogram that simulations use: a quantile is off by less than 0.8 %. */
export class DurationHistogram {
  readonly #histogram = new LatencyHistogram();
  #sumMs = 0;

  record(ms: number): void {
    const duration = toThousandths(Math.max(SHORTEST_MS, ms));
    this.#histogram.record(duration);
    this.#sumMs += duration;
  }

  quantiles(): Quantiles {
    const { p50, p90, p99, max } = this.summary();
    return { p50, p90, p99, max };
  }

  summary(): LatencySummary {
    const histogram = this.#histogram;
    return latencySummary(histogram, this.#sumMs / histogram.count, 'ms', toThousandths);
  }
}
