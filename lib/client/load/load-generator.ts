import { EventEmitter } from 'node:events';
import { LbsimError } from '../../errors.js';
import { startDeadline } from '../../net/deadline.js';
import { Destination } from '../../net/destination.js';
import { systemLookup } from '../../net/resolve.js';
import { checkWaitTime, MAX_TIMER_MS } from '../../net/timers.js';
import type { ClientFailure, ClientFailureKind } from '../failure.js';
import { TargetList } from '../targets/target-list.js';
import { targetsOf } from '../targets/target-options.js';
import { arrivalSchedule, type ArrivalSchedule } from './arrival-schedule.js';
import { GapMeter } from './gap-meter.js';
import { LoadConnection } from './load-connection.js';
import { parseLimit } from './load-limit.js';
import { resolveLoadOptions, type LoadOptions, type ResolvedLoadOptions } from './load-options.js';
import { LoadRecorder, type LoadLimit, type LoadReport } from './load-report.js';

/** How far a run has come. */
export interface LoadProgress {
  readonly started: number;
  readonly open: number;
  readonly ok: number;
  readonly failed: number;
  /** How many there will be; undefined when only time ends the run. */
  readonly count: number | undefined;
  readonly seconds: number;
}

export interface LoadEvents {
  /** Ten times a second while the run lasts, and once at its end. */
  progress: [LoadProgress];
  /** A connection failed. `connection` is its number in the run, from 1. */
  connection_failed: [{ connection: number; kind: ClientFailureKind; reason: string }];
}

const PROGRESS_INTERVAL_MS = 100;
/** How long connections may finish by themselves after {@link LoadGenerator.stop}. */
const STOP_GRACE_MS = 1000;

/**
 * Makes connections, checks every answer, and reports. Without a rate it is a closed loop: `concurrency` connections at
 * once, the next one when one has ended. With a rate or a trace it is an open loop: each connection is due at a time that
 * follows from `arrivals` (evenly spaced, connection i at i / rate seconds after the start), and its latency counts from then,
 * so that a server which stalls cannot hide the waiting it causes.
 *
 *     const load = new LoadGenerator({ host: '127.0.0.1', port: 8080, count: 1000, concurrency: 50 });
 *     const { ok, failed, latencyMs } = await load.run();
 */
export class LoadGenerator extends EventEmitter<LoadEvents> {
  readonly #options: ResolvedLoadOptions;
  readonly #limits: readonly LoadLimit[];
  /** In an open loop. */
  readonly #schedule: ArrivalSchedule | undefined;
  readonly #gaps = new GapMeter();
  readonly #open = new Set<LoadConnection>();
  readonly #targets: TargetList<Destination>;
  readonly #recorder: LoadRecorder;
  #begun = 0;
  #startedAt: number | undefined;
  #finish: (() => void) | undefined;
  #crash: ((error: unknown) => void) | undefined;
  #stopping = false;
  #tellToStop: (() => void) | undefined;
  readonly #toldToStop = new Promise<undefined>((resolve) => (this.#tellToStop = () => resolve(undefined)));
  #nextDue: NodeJS.Timeout | undefined;
  #cancelGrace: (() => void) | undefined;

  /** @throws LbsimError of kind `usage` for options that make no sense */
  constructor(options: LoadOptions) {
    super();
    this.#options = resolveLoadOptions(options);
    this.#limits = (this.#options.failIf ?? []).map(parseLimit);
    const [first, ...fallbacks] = targetsOf(this.#options);
    this.#targets = new TargetList(
      [new Destination(first), ...fallbacks.map((each) => new Destination(each))],
      this.#options.pick,
    );
    this.#recorder = new LoadRecorder(this.#targets.all);
    this.#schedule = arrivalSchedule(this.#options);
  }

  /**
   * Runs, once. That connections fail is no error but a finding.
   *
   * @returns when the last connection is closed
   * @throws LbsimError of kind `runtime`: the host does not resolve, nor does any of the fallbacks
   */
  async run(): Promise<LoadReport> {
    if (this.#startedAt !== undefined) {
      throw new LbsimError('ERR_STATE', 'this load has run already: create another LoadGenerator');
    }
    this.#startedAt = performance.now();
    const progress = setInterval(() => this.emit('progress', this.#progress()), PROGRESS_INTERVAL_MS);
    try {
      // A lookup may take long, and cannot be called off.
      await Promise.race([lookUp(this.#targets.all), this.#toldToStop]);
      this.#startedAt = performance.now();
      await new Promise<void>((finish, crash) => {
        this.#finish = finish;
        this.#crash = crash;
        this.#startThoseDue();
      });
    } finally {
      clearInterval(progress);
      clearTimeout(this.#nextDue);
      this.#cancelGrace?.();
    }
    this.emit('progress', this.#progress());
    const gaps = this.#schedule === undefined ? null : this.#gaps.report(this.#options.arrivals);
    return this.#recorder.report(this.#progress().seconds, this.#limits, gaps);
  }

  /**
   * Begins no further connection, and no message but the first of each, and ends those that are only held; {@link run} then
   * resolves with what was found so far. Connections that are still unanswered at the end of the grace are closed and count as
   * `stopped`.
   *
   * @param graceMs - @default 1000
   */
  stop(graceMs: number = STOP_GRACE_MS): void {
    checkWaitTime('graceMs', graceMs);
    if (this.#stopping) return;
    this.#stopping = true;
    this.#tellToStop?.();
    clearTimeout(this.#nextDue);
    for (const connection of this.#open) connection.windUp();
    if (this.#open.size > 0) {
      this.#cancelGrace = startDeadline(graceMs, () => {
        for (const connection of this.#open) connection.destroy();
      });
    }
    this.#startThoseDue();
  }

  readonly #startThoseDue = (): void => {
    clearTimeout(this.#nextDue);
    // Read once: a rate beyond what this machine can do must not keep this loop from ending.
    const now = performance.now();
    while (this.#open.size < this.#options.concurrency && this.#more(now)) {
      const due = this.#due();
      if (due !== undefined && due > now) {
        this.#nextDue = setTimeout(this.#startThoseDue, Math.min(due - now, MAX_TIMER_MS));
        return;
      }
      this.#start(due);
    }
    if (this.#open.size === 0) this.#finish?.();
  };

  #start(due: number | undefined): void {
    const number = ++this.#begun;
    if (due !== undefined) this.#gaps.began(performance.now(), due);
    this.#schedule?.advance();
    const connection = new LoadConnection(number, due, this.#targets, this.#options);
    this.#open.add(connection);
    const ended = (failure: ClientFailure | undefined): void => {
      this.#open.delete(connection);
      if (failure !== undefined) {
        this.emit('connection_failed', { connection: number, kind: failure.kind, reason: failure.message });
      }
      this.#startThoseDue();
    };
    connection
      .run(this.#recorder)
      .then(ended)
      .catch((error: unknown) => this.#crash?.(error));
  }

  /** Whether there is another connection to begin, now or later. */
  #more(now: number): boolean {
    const { count, concurrency, durationMs = Infinity } = this.#options;
    const end = this.#startTime + durationMs;
    const due = this.#schedule === undefined ? now : (this.#due() ?? Infinity);
    if (this.#stopping || this.#begun >= count || due >= end) return false;
    // Without a bound, what was due in time is only late by this machine's fault, and no reason to leave it out.
    return now < end || concurrency === Infinity;
  }

  /** When the next connection is due; undefined in a closed loop, and at the end of a trace. */
  #due(): number | undefined {
    const next = this.#schedule?.next;
    return next === undefined ? undefined : this.#startTime + next;
  }

  get #startTime(): number {
    return this.#startedAt ?? performance.now();
  }

  #progress(): LoadProgress {
    const { count } = this.#options;
    const { ok, failed } = this.#recorder;
    return {
      started: this.#begun,
      open: this.#open.size,
      ok,
      failed,
      count: Number.isFinite(count) ? count : undefined,
      seconds: (performance.now() - this.#startTime) / 1000,
    };
  }
}

/** Looks each host up once. A host that does not resolve cannot be connected to. @throws LbsimError `ERR_HOST_NOT_FOUND` when none does */
async function lookUp(targets: readonly Destination[]): Promise<void> {
  const lookups = await Promise.allSettled(
    targets.map(async (target) => target.ordered(await systemLookup(target.host))),
  );
  const [first] = lookups;
  if (first?.status === 'rejected' && lookups.every(({ status }) => status === 'rejected'))
    throw first.reason;
}
