import { EventEmitter } from 'node:events';
import { type FailureKind, failureText } from '../failure.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import { eject } from './ejection.js';
import type { HealthEvents } from './health-events.js';
import { step, undecided } from './hysteresis.js';
import type { HealthMonitorOptions } from './monitor-options.js';
import { timeoutOf } from './probe-timeout.js';
import { observationOf, type Observation } from './observation.js';
import type { ProbeResult } from './probe.js';
import { startNodeTimer } from './start-timer.js';
import {
  beginWatch,
  endWatch,
  isEjected,
  probeEnded,
  saysNothing,
  type ProbeRecord,
  type Watch,
} from './watch.js';

/** What a {@link HealthMonitor} emits: each event, and the backend that it is about. */
type MonitorEvents = { [Name in keyof HealthEvents]: [...HealthEvents[Name], backend: Backend] } & {
  /** The first probe of a backend succeeded. */
  first_up: [backend: Backend];
  probed: [probe: ProbeRecord, backend: Backend];
};

/** The share of an interval by which a probe may come early, so that probes of many backends spread out. */
const JITTER = 0.1;
/** While a backend's results contradict its state but have not turned it, probes follow at this share of the interval. */
const UNDECIDED_PACE = 0.1;

/** A probe that failed after so large a share of its timeout was not answered, whatever it gives as its reason. */
const SILENT_SHARE = 0.9;

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
    endWatch(watch, this.#options.now());
  }

  /** Stops probing: clears every timer and closes every socket. Ends a first round that is under way. */
  stop(): void {
    this.#firstRound = undefined;
    for (const watch of this.#watches.values()) endWatch(watch, this.#options.now());
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
    const isEjected = reason === 'closed_unanswered' && this.#countUnanswered(watch);
    this.#take(watch, { ok: false, reason });
    if (watch.cancelProbe === undefined && (isEjected || undecided(watch.state))) this.#schedule(watch);
  }

  /** The backend has answered a client: connections that ended unanswered before are not in a row with later ones. */
  reportAnswer(backend: Backend): void {
    const watch = this.#watches.get(backend);
    if (watch === undefined || watch.unanswered === 0) return;
    watch.unanswered = 0;
    if (watch.state.up === true) watch.state = { up: true, contrary: 0 };
  }

  /** Something has changed about the backend: its next probe comes at once. */
  probeNow(backend: Backend): void {
    const watch = this.#watches.get(backend);
    if (watch === undefined || watch.cancelProbe !== undefined) return;
    watch.cancelTimer?.();
    this.#probe(watch);
  }

  /** Probes a backend now, or waits for the probe that is under way. One that is not watched is probed, too, to no effect. */
  async probe(backend: Backend): Promise<ProbeRecord> {
    const { probe, timeoutMs, now } = this.#options;
    const watch = this.#watches.get(backend);
    return new Promise((resolve) => {
      if (watch !== undefined) {
        watch.awaiting.push(resolve);
        this.probeNow(backend);
        return;
      }
      const since = now();
      probe(backend, timeoutMs, (result) => resolve({ at: now(), result, ms: now() - since }));
    });
  }

  /** What is known of a backend; undefined if it is not watched. */
  observationOf(backend: Backend): Observation | undefined {
    const watch = this.#watches.get(backend);
    return watch && observationOf(watch, this.#options.now());
  }

  /**
   * A good bare connect between two of them does not speak for the backend, so they have a count of their own, beside that
   * of failures of any kind. @returns whether the backend is ejected for this one, as soon as it is taken in
   */
  #countUnanswered(watch: Watch): boolean {
    const { ejection, fall, now } = this.#options;
    const inARow = Math.max(++watch.unanswered, watch.state.contrary + 1);
    if (ejection === undefined || watch.state.up !== true || inARow < fall) return false;
    watch.ejection = eject(watch.ejection, watch.returned, now(), ejection);
    watch.state = { up: true, contrary: fall - 1 };
    return true;
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
    const timeoutMs = timeoutOf(watch, this.#options);
    watch.probeStarted = now();
    watch.cancelProbe = probe(watch.backend, timeoutMs, (result) => {
      watch.cancelProbe = undefined;
      const at = now();
      const tookMs = at - watch.probeStarted;
      const record = { at, result, ms: tookMs };
      watch.lastProbe = record;
      this.emit('probed', record, watch.backend);
      watch.silent = !result.ok && tookMs > timeoutMs * SILENT_SHARE;
      if (result.ok) watch.goodMs = tookMs;
      if (!saysNothing(watch, result) && !(result.ok && this.#staysOut(watch))) {
        watch.probeOk = result.ok;
        this.#take(watch, result);
      }
      this.#schedule(watch);
      watch.firstRoundOver();
      probeEnded(watch, record);
    });
  }

  /** Whether a backend is ejected, and the good probe that has just ended does not bring it back. */
  #staysOut(watch: Watch): boolean {
    const { asks = false, now } = this.#options;
    if (!asks || watch.probeStarted < watch.ejection.begun) return isEjected(watch, now());
    watch.unanswered = 0;
    return false;
  }

  /** Sets the next probe of a backend, counted from the start of its last one. */
  #schedule(watch: Watch): void {
    if (this.#watches.get(watch.backend) !== watch) return; // a listener has stopped the monitor
    const { intervalMs, random, now, startTimer = startNodeTimer } = this.#options;
    const pace = undecided(watch.state) ? intervalMs * UNDECIDED_PACE : intervalMs;
    const next = watch.probeStarted + pace * (1 - JITTER * random());
    const delay = (isEjected(watch, now()) ? Math.min(next, watch.ejection.until) : next) - now();
    watch.cancelTimer?.();
    watch.nextProbeAt = now() + Math.max(0, delay);
    watch.cancelTimer = startTimer(Math.max(0, delay), () => this.#probe(watch));
  }

  #take(watch: Watch, result: ProbeResult): void {
    const first = watch.state.up === undefined;
    const { state, flipped } = step(watch.state, result.ok, this.#options);
    watch.state = state;
    if (first || flipped) {
      watch.changedAt = this.#options.now();
      watch.reason = result.ok ? undefined : result.reason;
      this.#pool.observed(
        watch.backend,
        result.ok,
        watch.changedAt,
        watch.reason && failureText(watch.reason),
      );
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
      watch.returned = now;
      watch.unanswered = 0;
      const event = { backend, downMs: Math.round(now - watch.downSince), ...active };
      this.emit('failback', event, watch.backend);
    } else {
      watch.downSince = now;
      const ejection = isEjected(watch, now) && {
        ejectedMs: Math.round(watch.ejection.until - watch.ejection.begun),
      };
      const event = { backend, reason: failureText(result.reason), ...ejection, ...active };
      this.emit('failover', event, watch.backend);
    }
  }
}
