import type { FailureKind } from '../failure.js';
import type { DispatchPort } from '../dispatch/dispatch-port.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import type { Backend } from '../routing/backend.js';
import { CountsByBackend } from './counts-by-backend.js';
import { BucketCounts, type Distribution } from './distribution.js';

/** How a wait in the queue ended: a backend was given out; the time was up; the client left or was turned away. */
export const WAIT_OUTCOMES = ['served', 'timeout', 'left'] as const;
export type WaitOutcome = (typeof WAIT_OUTCOMES)[number];

/** Of waits in the queue, in milliseconds. */
const WAIT_BOUNDS = [1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000];

interface Wait {
  readonly since: number;
  waitFor: WaitFor;
}

/** Counts what becomes of requests for a backend: picks, and waits in the queue. */
export class RequestMeter {
  readonly #waits = new Map<DispatchRequest, Wait>();
  readonly #durations: Readonly<Record<WaitOutcome, BucketCounts>> = {
    served: new BucketCounts(WAIT_BOUNDS),
    timeout: new BucketCounts(WAIT_BOUNDS),
    left: new BucketCounts(WAIT_BOUNDS),
  };
  /** Decisions, by the rule that made them. */
  readonly picks = new CountsByBackend();
  /** Attempts to connect that failed, and connections that ended unanswered. */
  readonly failures = new CountsByBackend<FailureKind>();
  /** Decisions for which no request came. */
  unasked = 0;

  /** A port that counts what it is told, and passes it on. */
  counting(port: DispatchPort<DispatchRequest>): DispatchPort<DispatchRequest> {
    return {
      ...port,
      assigned: (request, route, connection) => {
        this.picks.add(route.backend, route.why);
        this.#waitEnded(request, 'served');
        port.assigned(request, route, connection);
      },
      exhausted: (request) => {
        this.#waitEnded(request, 'served');
        port.exhausted(request);
      },
      rejected: (request, refusal) => {
        this.#waitEnded(request, 'left');
        port.rejected(request, refusal);
      },
      queued: (request, waitFor) => {
        const wait = this.#waits.get(request);
        if (wait === undefined) this.#waits.set(request, { since: performance.now(), waitFor });
        else wait.waitFor = waitFor;
        port.queued(request, waitFor);
      },
    };
  }

  /** A worker knew where the client sticks to, and has not asked. */
  pickedUnasked(backend: Backend): void {
    this.unasked++;
    this.picks.add(backend, 'sticky');
  }

  /** The request was given up. */
  cancelled(request: DispatchRequest): void {
    this.#waitEnded(request, request.hasTimedOut ? 'timeout' : 'left');
  }

  /** What the request waits for; undefined if it does not. */
  waitOf(request: DispatchRequest): WaitFor | undefined {
    return this.#waits.get(request)?.waitFor;
  }

  /** How many wait now, and for what. */
  get waiting(): Record<WaitFor, number> {
    const waiting = { backend: 0, place: 0, operator: 0 };
    for (const { waitFor } of this.#waits.values()) waiting[waitFor]++;
    return waiting;
  }

  get waits(): Record<WaitOutcome, Distribution> {
    const { served, timeout, left } = this.#durations;
    return { served: served.distribution, timeout: timeout.distribution, left: left.distribution };
  }

  #waitEnded(request: DispatchRequest, outcome: WaitOutcome): void {
    if (this.#waits.size === 0) return; // as nearly always
    const wait = this.#waits.get(request);
    if (wait === undefined) return;
    this.#waits.delete(request);
    this.#durations[outcome].record(performance.now() - wait.since);
  }
}
