import type { StartTimer } from '../health/start-timer.js';
import type { SharedStore } from './shared-store.js';
import { timedCall, type CallOutcome, type TimeLimits } from './timed-call.js';

export const CLUSTER_OPERATIONS = ['beat', 'lookup', 'claim', 'change'] as const;
export type ClusterOperation = (typeof CLUSTER_OPERATIONS)[number];

/** How long connecting may take; the store's client gives up before. */
const OPEN_MS = 1500;

export interface StoreCallDeps {
  readonly store: SharedStore;
  /** How long a client waits for the store at most, in milliseconds: later answers are late. */
  readonly timeoutMs: number;
  readonly startTimer: StartTimer;
  readonly atEndOfTurn: TimeLimits['atEndOfTurn'];
  /** In milliseconds, by a clock that never runs back. */
  readonly now: () => number;
  readonly measured: (
    operation: ClusterOperation,
    result: CallOutcome<unknown>['result'],
    ms: number,
  ) => void;
}

/** Calls of the store, each within a time, and measured. */
export class StoreCalls {
  readonly #deps: StoreCallDeps;

  constructor(deps: StoreCallDeps) {
    this.#deps = deps;
  }

  async measured<T>(
    operation: ClusterOperation,
    call: (store: SharedStore) => Promise<T>,
    timeoutMs: number,
  ): Promise<CallOutcome<T>> {
    const { now, measured } = this.#deps;
    const since = now();
    const outcome = await this.within(timeoutMs, call);
    measured(operation, outcome.result, now() - since);
    return outcome;
  }

  open(): Promise<CallOutcome<void>> {
    return this.within(OPEN_MS, (store) => store.open());
  }

  /** What is no operation: connecting, trying, and leaving. */
  within<T>(timeoutMs: number, call: (store: SharedStore) => Promise<T>): Promise<CallOutcome<T>> {
    const { store, startTimer, atEndOfTurn, timeoutMs: lateMs } = this.#deps;
    return timedCall(() => call(store), { startTimer, atEndOfTurn, timeoutMs, lateMs });
  }
}
