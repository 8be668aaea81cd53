import type { FailureKind } from '../failure.js';
import type { Backend } from '../routing/backend.js';
import type { WaitFor } from './waiting-room.js';

/** How long one may wait in all: for a backend to be up, and in the queue, for a place at one. */
export type WaitTimeouts = Readonly<Record<TimedWait, number>>;

type TimedWait = 'backend' | 'place';

const WAITS: readonly TimedWait[] = ['backend', 'place'];
const NONE: ReadonlySet<Backend> = new Set();
const NOTHING: ReadonlyMap<Backend, number> = new Map();

/**
 * The state of one client's request for a backend: what was tried without success, how often, why the last one could not
 * be reached, and how long it may still wait. Times are in whatever unit `now` is.
 */
export class PendingRequest {
  /** Backends dialled so far. */
  attempts: number;
  /** Its place in the order of arrival; 0 until it has one. */
  ticket = 0;
  /** Backends tried without success, with the {@link Backend.activations} that each had then. */
  #tried: ReadonlyMap<Backend, number> = NOTHING;
  #failure: FailureKind | undefined;
  /** When its patience for each thing is over; it begins with the first wait for it. */
  #deadlines: Partial<Record<TimedWait, number>> = {};
  #hasWaited = false;
  /** Since when it has been waiting for an answer that tells whether it has to wait. */
  #soughtAt: number | undefined;

  /** @param attempts - backends dialled in earlier searches */
  constructor(attempts = 0) {
    this.attempts = attempts;
  }

  /** Backends tried without success, except those that have come back since. */
  get tried(): ReadonlySet<Backend> {
    if (this.#tried.size === 0) return NONE;
    const still = [...this.#tried].filter(([backend, activations]) => backend.activations === activations);
    return new Set(still.map(([backend]) => backend));
  }

  /** Whether nothing need be remembered of it: what it found was the first that it tried, and it had not to wait. */
  get wasShort(): boolean {
    return this.#tried.size === 0 && !this.#hasWaited;
  }

  /** Why the last backend could not be reached, if one was tried. */
  get failure(): FailureKind | undefined {
    return this.#failure;
  }

  /** The backend could not be reached, or is lost: it is not tried again, unless it comes back. */
  markTried(backend: Backend, failure?: FailureKind): void {
    if (failure !== undefined) this.#failure = failure;
    this.#tried = new Map([...this.#tried, [backend, backend.activations]]);
  }

  /** Whatever was tried may be tried again. */
  clearTried(): void {
    this.#tried = NOTHING;
  }

  /** The next search has nothing to do with the last one: it comes behind all that came before now, and has all its patience. */
  reset(): void {
    this.#tried = NOTHING;
    this.#deadlines = {};
    this.#hasWaited = false;
    this.#soughtAt = undefined;
    this.ticket = 0;
  }

  /** A backend is asked for; until there is an answer, no time that it is ready to wait passes. */
  asked(now: number): void {
    this.#soughtAt = now;
  }

  /** Begins to wait, or goes on. @returns how long it is ready to, from now on; not above 0 when it no longer is */
  wait(waitFor: WaitFor, timeouts: WaitTimeouts, now: number): number {
    this.#hasWaited = true;
    if (this.#soughtAt !== undefined) this.extendDeadlines(now - this.#soughtAt);
    this.#soughtAt = undefined;
    const wait = timedWait(waitFor);
    this.#deadlines[wait] ??= now + timeouts[wait];
    return this.#deadlines[wait] - now;
  }

  /** Extends the waits that have begun. */
  extendDeadlines(time: number): void {
    for (const waitFor of WAITS) {
      const deadline = this.#deadlines[waitFor];
      if (deadline !== undefined) this.#deadlines[waitFor] = deadline + time;
    }
  }
}

/** Whose time it takes to wait for that: a client that is held back waits in the queue, as one without a place does. */
function timedWait(waitFor: WaitFor): TimedWait {
  return waitFor === 'backend' ? 'backend' : 'place';
}
