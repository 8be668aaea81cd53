import { LbsimError } from '../errors.js';
import { BEAT_JITTER, BEAT_MS, FRESH_MS, LIFE_MS } from './beat-times.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { IdTakenError } from './id-taken.js';
import { KnownOfLab } from './known-of-lab.js';
import type { MemberDeps } from './member-deps.js';
import type { LabView, SharedStore } from './shared-store.js';
import { StoreCalls, type ClusterOperation } from './store-calls.js';
import { reasonOf, type CallOutcome, type FailedCall } from './timed-call.js';

/** One balancer as a member of a lab: gives signs of life, and says whether the store can be asked. */
export class ClusterMember {
  readonly #deps: MemberDeps;
  readonly #calls: StoreCalls;
  readonly #breaker: CircuitBreaker;
  /** `returning`: the store answers, and is told again what this balancer holds; until it has that, it counts as lost. */
  #state: 'joining' | 'joined' | 'lost' | 'returning' = 'joining';
  #returns = 0;
  #isOpen = false;
  #hasJoined = false;
  readonly #known = new KnownOfLab();
  #beatAt = 0;
  #lostAt = 0;
  #reason: string | null = null;
  #cancelTimer: (() => void) | undefined;
  #stopped = false;
  /** Whether the last beat found another balancer of the same id. */
  #wasRefused = false;
  /** When it gives its next sign of life, or tries again, by `now`. */
  dueAt = 0;

  constructor(deps: MemberDeps) {
    this.#deps = deps;
    this.#calls = new StoreCalls(deps);
    this.#breaker = new CircuitBreaker(deps.random);
  }

  get state(): 'joining' | 'joined' | 'lost' {
    return this.#state === 'returning' ? 'lost' : this.#state;
  }

  /** Why the store is away; null while it is not. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Whether calls go to the store. */
  get asksStore(): boolean {
    return (this.#state === 'joined' || this.#state === 'returning') && !this.#stopped;
  }

  /** How long what no client waits for may take. */
  get #patienceMs(): number {
    return Math.max(this.#deps.timeoutMs, FRESH_MS);
  }

  /**
   * Joins, or begins to try again and again.
   *
   * @throws LbsimError of kind `usage`, rejecting: the store's client is not installed
   */
  async start(): Promise<void> {
    await this.#turn();
  }

  /** Leaves, if the store is there. @param tellLast - what the store is to know before, in the same time */
  async stop(tellLast: (store: SharedStore) => Promise<void> | undefined): Promise<void> {
    const isMember = this.asksStore;
    this.#stopped = true;
    this.#cancelTimer?.();
    const { id, store } = this.#deps;
    const leave = (): Promise<unknown> => Promise.all([tellLast(store), store.leave(id)]);
    if (isMember) await this.#calls.within(this.#patienceMs, leave);
    store.close();
  }

  /** A call that a client waits for. @returns undefined where there is no answer in time, or the store is away */
  ask<T>(operation: ClusterOperation, call: (store: SharedStore) => Promise<T>): Promise<T | undefined> {
    return this.#call(operation, call, this.#deps.timeoutMs);
  }

  /** As {@link ask}, where no client waits. */
  tell<T>(operation: ClusterOperation, call: (store: SharedStore) => Promise<T>): Promise<T | undefined> {
    return this.#call(operation, call, this.#patienceMs);
  }

  async #call<T>(
    operation: ClusterOperation,
    call: (store: SharedStore) => Promise<T>,
    timeoutMs: number,
  ): Promise<T | undefined> {
    if (!this.asksStore) return undefined;
    const outcome = await this.#timed(operation, call, timeoutMs);
    if (outcome.result !== 'ok') this.#failed(outcome);
    return outcome.result === 'ok' ? outcome.answer : undefined;
  }

  async #timed<T>(
    operation: ClusterOperation,
    call: (store: SharedStore) => Promise<T>,
    timeoutMs: number,
  ): Promise<CallOutcome<T>> {
    const outcome = await this.#calls.measured(operation, call, timeoutMs);
    if (outcome.result === 'ok') this.#answered(operation, outcome.isLate);
    return outcome;
  }

  async #turn(): Promise<void> {
    await (this.#isOpen ? this.#beat() : this.#join());
    if (this.#stopped || !this.#isOpen) return;
    this.#schedule(BEAT_MS * (1 - BEAT_JITTER + 2 * BEAT_JITTER * this.#deps.random()));
  }

  /** @returns the lab; undefined where the store has failed */
  async #beat(): Promise<LabView | undefined> {
    const { id, instance, state, seen } = this.#deps;
    const beat = { id, instance, ...state(), lifeMs: LIFE_MS, ...this.#known.asked };
    const outcome = await this.#timed('beat', (store) => store.beat(beat), this.#patienceMs);
    if (outcome.result !== 'ok') this.#failed(outcome);
    if (outcome.result !== 'ok' || this.#stopped) return undefined;
    this.#wasRefused = false;
    const { answer } = outcome;
    const wasEmptied = this.#known.learn(answer);
    const before = this.#beatAt;
    this.#beatAt = this.#deps.now();
    if (!this.asksStore) return answer;
    if (wasEmptied) this.#lost('it was emptied', before);
    seen(answer);
    if (wasEmptied) void this.#return();
    return answer;
  }

  async #join(): Promise<void> {
    const { store, joined, seen } = this.#deps;
    this.#known.forget();
    const opened = await this.#calls.open();
    // It may have been told so before there was anything to close.
    if (this.#stopped) store.close();
    if (opened.result !== 'ok') {
      const error = opened.result === 'error' ? opened.error : undefined;
      if (error instanceof LbsimError && error.kind === 'usage') throw error;
      this.#breaker.open();
      if (!this.#hasStopped()) this.#away(reasonOf(opened));
      return;
    }
    if (this.#hasStopped()) return;
    this.#isOpen = true;
    if (!(await this.#isOfUse())) return;
    const view = await this.#beat();
    if (view === undefined) return;
    const wasLost = this.#state === 'lost';
    this.#state = wasLost ? 'returning' : 'joined';
    this.#breaker.halfOpen();
    if (!this.#hasJoined) joined(view);
    this.#hasJoined = true;
    seen(view);
    if (wasLost) void this.#return();
  }

  /** Whether the store is as quick as clients need it and, after an outage, takes claims: found out before others hear of this balancer. */
  async #isOfUse(): Promise<boolean> {
    const { id, timeoutMs, rehearse } = this.#deps;
    const isFirst = this.#state === 'joining';
    // The first time, much else goes on in the process.
    const trialMs = isFirst ? this.#patienceMs : timeoutMs;
    let trial: CallOutcome<unknown> = await this.#timed('lookup', (store) => store.lookUp([id]), trialMs);
    if (trial.result === 'ok' && !isFirst) trial = await this.#calls.within(this.#patienceMs, rehearse);
    if (trial.result !== 'ok') this.#failed(trial);
    return trial.result === 'ok' && !this.#hasStopped();
  }

  /** Ends the outage once the store has what this balancer holds: it may answer all but that. */
  async #return(): Promise<void> {
    this.#state = 'returning';
    const attempt = ++this.#returns;
    const reclaimed = await this.#deps.reclaim();
    if (reclaimed === undefined || attempt !== this.#returns || !this.asksStore) return;
    this.#state = 'joined';
    this.#reason = null;
    this.#breaker.close();
    this.#deps.back(this.#deps.now() - this.#lostAt, reclaimed);
  }

  /** A store that is slower than clients wait is as good as none, though beats wait for longer. */
  #answered(operation: ClusterOperation, isLate: boolean): void {
    if (!isLate) this.#breaker.succeeded();
    else if (operation === 'beat' && this.asksStore) this.#failed({ result: 'timeout' });
  }

  /** What was under way when the store was lost fails, too, and says nothing new. */
  #failed(outcome: FailedCall): void {
    if (this.#stopped || !this.#isOpen) return;
    if (outcome.result === 'error' && outcome.error instanceof IdTakenError) {
      this.#refused(outcome.error);
      return;
    }
    const isTimeout = outcome.result === 'timeout';
    if (isTimeout && this.asksStore) this.#breaker.timedOut();
    else this.#breaker.open();
    if (this.#breaker.isOpen) this.#away(reasonOf(outcome));
  }

  /** The other one may be this balancer before it was started anew: its last beat is over after a life. */
  #refused({ message }: IdTakenError): void {
    if (!this.#wasRefused && !this.asksStore) {
      this.#wasRefused = true;
      this.#disconnect(LIFE_MS + BEAT_MS);
      return;
    }
    // Even where the store was away before: that ends by itself, this does not.
    if (message !== this.#reason && this.state === 'lost') this.#deps.lost(message);
    this.#breaker.open();
    this.#away(message);
  }

  #away(reason: string): void {
    this.#disconnect(this.#breaker.delayMs);
    this.#lost(reason, this.#deps.now());
  }

  #disconnect(delayMs: number): void {
    this.#isOpen = false;
    this.#deps.store.close();
    this.#schedule(delayMs);
  }

  /** It is said once, until the store is back. */
  #lost(reason: string, since: number): void {
    const isNews = this.state !== 'lost';
    this.#state = 'lost';
    this.#reason = reason;
    this.#deps.alone();
    if (!isNews) return;
    this.#lostAt = since;
    this.#deps.lost(reason);
  }

  /** It may be told so during any call. */
  #hasStopped(): boolean {
    return this.#stopped;
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer?.();
    this.dueAt = this.#deps.now() + delayMs;
    this.#cancelTimer = this.#deps.startTimer(delayMs, () => void this.#turn());
  }
}
