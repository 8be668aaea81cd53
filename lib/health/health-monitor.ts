import { EventEmitter } from 'node:events';
import { type FailureKind, failureText } from '../failure.js';
import type { ActiveServers } from '../routing/active-servers.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import { step, undecided, type HysteresisThresholds } from './hysteresis.js';
import type { ProbeResult } from './probe.js';
import { beginWatch, endWatch, saysNothing, type Watch } from './watch.js';

/** Changes of health, never mere results. `activeServers` is as it is after the change. */
export interface HealthEvents {
  /** The first probe of a backend failed: it was never up. */
  backend_down_at_start: [{ backend: string; reason: string }];
  /** A backend went from up to down. */
  failover: [{ backend: string; reason: string } & ActiveServers];
  /** A backend came back up; the outage in milliseconds. */
  failback: [{ backend: string; downMs: number } & ActiveServers];
}

/** What a {@link HealthMonitor} emits: each event, and the backend that it is about. */
type MonitorEvents = { [Name in keyof HealthEvents]: [...HealthEvents[Name], backend: Backend] } & {
  /** The first probe of a backend succeeded. */
  first_up: [backend: Backend];
};

export interface HealthMonitorOptions extends HysteresisThresholds {
  /** Between the starts of two probes of one backend, in milliseconds; jitter only shortens it. */
  readonly intervalMs: number;
  /** After which a probe has failed, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Timeout of a probe that is to confirm that a backend which did not answer is down, in milliseconds: one failure has
   * taken the full time already. Three times as long as the last good probe took, where that is more.
   *
   * @default timeoutMs
   */
  readonly confirmTimeoutMs?: number;
  readonly probe: BackendProbe;
  readonly random: RandomSource;
  /** A monotonic clock in milliseconds. */
  readonly now: () => number;
  /** By the same clock. @default Node's timers, which keep no process alive */
  readonly startTimer?: StartTimer;
}

/**
 * Asks one backend whether it is well.
 *
 * @param done - called once, after the probe has returned and at the latest when `timeoutMs` are over; not called once
 *   the probe was cancelled
 * @returns cancels the probe and frees its sockets
 */
export type BackendProbe = (
  backend: Backend,
  timeoutMs: number,
  done: (result: ProbeResult) => void,
) => () => void;

/** Calls the action once, after that many milliseconds. @returns cancels it; of no effect afterwards */
export type StartTimer = (delayMs: number, action: () => void) => () => void;

const startNodeTimer: StartTimer = (delayMs, action) => {
  const timer = setTimeout(action, delayMs).unref();
  return () => clearTimeout(timer);
};

/** The share of an interval by which a probe may come early, so that probes of many backends spread out. */
const JITTER = 0.1;
/** While a backend's results contradict its state but have not turned it, probes follow at this share of the interval. */
const UNDECIDED_PACE = 0.1;

/** A probe that failed after so large a share of its timeout was not answered, whatever it gives as its reason. */
const SILENT_SHARE = 0.9;
/** Timeouts of a confirming probe, in durations of the last good one. */
const CONFIRM_MARGIN = 3;
/** They are rounded up to these steps: equal timeouts share a timer. */
const CONFIRM_STEP_MS = 100;

/**
 * Probes each backend of a pool on a timer of its own, never twice at once, so that a hanging one delays no other; and
 * tells the pool, then its listeners, when one flips.
 */
export class HealthMonitor extends EventEmitter<MonitorEvents> {
  readonly #pool: BackendPool;
  readonly #options: HealthMonitorOptions;
  readonly #watches = new Map<Backend, Watch>();
  #firstRound: Promise<unknown> | undefined;

  constructor(pool: BackendPool, options: HealthMonitorOptions) {
    super();
    this.#pool = pool;
    this.#options = options;
  }

  /** Begins to probe, unless it has begun. @returns when every backend has had its first result */
  async start(): Promise<void> {
    this.#firstRound ??= Promise.all(
      this.#pool.backends.map(
        (backend) => new Promise<void>((firstRoundOver) => this.#watch(backend, firstRoundOver)),
      ),
    );
    await this.#firstRound;
  }

  /** Begins to probe a backend that is new, or out of maintenance, if it probes at all. */
  watch(backend: Backend): void {
    if (this.#firstRound !== undefined && !this.#watches.has(backend)) this.#watch(backend, () => undefined);
  }

  /** Probes a backend no more, and knows nothing of it. */
  unwatch(backend: Backend): void {
    const watch = this.#watches.get(backend);
    if (watch === undefined) return;
    this.#watches.delete(backend);
    endWatch(watch);
  }

  /** Stops probing: clears every timer and closes every socket. Ends a first round that is under way. */
  stop(): void {
    this.#firstRound = undefined;
    for (const watch of this.#watches.values()) endWatch(watch);
    this.#watches.clear();
  }

  /**
   * A client could not be brought to the backend: counts as a failed probe, at once. When it does not turn the state,
   * the next probe comes sooner.
   *
   * Attempts that time out while probes succeed count once an interval at most: a burst of clients can fill the backend's
   * listen queue, and many attempts that were lost in it are one observation.
   */
  reportFailure(backend: Backend, reason: FailureKind): void {
    const watch = this.#watches.get(backend);
    if (watch === undefined || (reason === 'connect_timeout' && this.#hasCountedTimeout(watch))) return;
    this.#take(watch, { ok: false, reason });
    if (watch.cancelProbe === undefined && undecided(watch.state)) this.#schedule(watch);
  }

  /** Something has changed about the backend: its next probe comes at once. */
  probeNow(backend: Backend): void {
    const watch = this.#watches.get(backend);
    if (watch === undefined || watch.cancelProbe !== undefined) return;
    watch.cancelTimer?.();
    this.#probe(watch);
  }

  /** Whether a timeout of late is enough; if not, this one counts. */
  #hasCountedTimeout(watch: Watch): boolean {
    const now = this.#options.now();
    if (watch.probeOk && now - watch.timeoutCounted < this.#options.intervalMs) return true;
    watch.timeoutCounted = now;
    return false;
  }

  #watch(backend: Backend, firstRoundOver: () => void): void {
    const watch = beginWatch(backend, this.#options.now(), firstRoundOver);
    this.#watches.set(backend, watch);
    this.#probe(watch);
  }

  #probe(watch: Watch): void {
    const { probe, now } = this.#options;
    const timeoutMs = this.#timeoutOf(watch);
    watch.probeStarted = now();
    watch.cancelProbe = probe(watch.backend, timeoutMs, (result) => {
      watch.cancelProbe = undefined;
      const tookMs = now() - watch.probeStarted;
      watch.silent = !result.ok && tookMs > timeoutMs * SILENT_SHARE;
      if (result.ok) watch.goodMs = tookMs;
      if (!saysNothing(watch, result)) {
        watch.probeOk = result.ok;
        this.#take(watch, result);
      }
      this.#schedule(watch);
      watch.firstRoundOver();
    });
  }

  #timeoutOf({ state, silent, goodMs }: Watch): number {
    const { timeoutMs, confirmTimeoutMs = timeoutMs } = this.#options;
    if (state.up !== true || !silent || !undecided(state)) return timeoutMs;
    const ownMs = Math.ceil((goodMs * CONFIRM_MARGIN) / CONFIRM_STEP_MS) * CONFIRM_STEP_MS;
    return Math.min(timeoutMs, Math.max(confirmTimeoutMs, ownMs));
  }

  /** Sets the next probe of a backend, counted from the start of its last one. */
  #schedule(watch: Watch): void {
    if (this.#watches.get(watch.backend) !== watch) return; // a listener has stopped the monitor
    const { intervalMs, random, now, startTimer = startNodeTimer } = this.#options;
    const pace = undecided(watch.state) ? intervalMs * UNDECIDED_PACE : intervalMs;
    const delay = watch.probeStarted + pace * (1 - JITTER * random()) - now();
    watch.cancelTimer?.();
    watch.cancelTimer = startTimer(Math.max(0, delay), () => this.#probe(watch));
  }

  #take(watch: Watch, result: ProbeResult): void {
    const first = watch.state.up === undefined;
    const { state, flipped } = step(watch.state, result.ok, this.#options);
    watch.state = state;
    if (first || flipped) {
      const reason = result.ok ? undefined : failureText(result.reason);
      this.#pool.observed(watch.backend, result.ok, this.#options.now(), reason);
    }
    if (first && !result.ok) {
      const event = { backend: watch.backend.name, reason: failureText(result.reason) };
      this.emit('backend_down_at_start', event, watch.backend);
    }
    if (first && result.ok) this.emit('first_up', watch.backend);
    if (flipped) this.#announce(watch, result);
  }

  #announce(watch: Watch, result: ProbeResult): void {
    const backend = watch.backend.name;
    const active = this.#pool.firstActiveServers;
    const now = this.#options.now();
    if (result.ok) {
      const event = { backend, downMs: Math.round(now - watch.downSince), ...active };
      this.emit('failback', event, watch.backend);
    } else {
      watch.downSince = now;
      const event = { backend, reason: failureText(result.reason), ...active };
      this.emit('failover', event, watch.backend);
    }
  }
}
