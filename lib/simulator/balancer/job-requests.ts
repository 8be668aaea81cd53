import { PendingRequest, type WaitTimeouts } from '../../dispatch/pending-request.js';
import type { WaitFor } from '../../dispatch/waiting-room.js';
import type { Backend } from '../../routing/backend.js';
import type { VirtualTimers } from '../engine/timers.js';

/** A job's search for a backend that was not over at once, and its timers. */
export class JobRequest extends PendingRequest {
  /** The backend that is being connected to. */
  connecting: Backend | undefined;
  /** Of an attempt to connect, or of the pause before the next one. */
  cancelTimer: (() => void) | undefined;
  /** What it is waiting for, or waited for last. */
  #waitsFor: WaitFor | undefined;
  #cancelDeadline: (() => void) | undefined;

  /**
   * Begins to wait for that, or goes on; whatever was tried may be tried again. Its timeouts for each thing begins with the
   * first wait for it.
   *
   * @param over - called when it is no longer ready to
   */
  begins(
    waitFor: WaitFor,
    { timeouts, now, timers }: { timeouts: WaitTimeouts; now: number; timers: VirtualTimers },
    over: () => void,
  ): void {
    this.clearTried();
    if (this.#waitsFor === waitFor) return;
    this.#waitsFor = waitFor;
    this.#cancelDeadline?.();
    this.#cancelDeadline = timers.start(Math.max(0, this.wait(waitFor, timeouts, now)), over);
  }

  cancelTimers(): void {
    this.cancelTimer?.();
    this.#cancelDeadline?.();
  }
}

/** The searches of jobs that were not brought to a backend at the first attempt. There is seldom any. */
export class JobRequests {
  readonly #searches = new Map<number, JobRequest>();

  get isEmpty(): boolean {
    return this.#searches.size === 0;
  }

  find(job: number): JobRequest | undefined {
    return this.#searches.get(job);
  }

  /** The job's search, begun now if it has none. */
  of(job: number): JobRequest {
    const known = this.#searches.get(job);
    if (known !== undefined) return known;
    const search = new JobRequest();
    this.#searches.set(job, search);
    return search;
  }

  /** Ends the job's search and its timers. */
  end(job: number): void {
    const search = this.find(job);
    if (search === undefined) return;
    this.#searches.delete(job);
    search.cancelTimers();
  }
}
