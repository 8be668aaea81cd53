import type { RandomSource } from '../../schedulers/scheduler.js';
import { ARRIVAL, eventCode } from '../engine/event-kind.js';
import type { EventQueue } from '../engine/event-queue.js';
import { exponential } from '../../workload/exponential.js';
import type { ArrivalBudget } from './arrival-budget.js';
import type { ConnectionLengths } from './connection-lengths.js';
import type { RequestSource } from './source.js';

/** What sessions need beside the arrivals of their first requests. */
export interface SessionParts {
  /** Gives the first request of each session. */
  readonly first: RequestSource;
  readonly lengths: ConnectionLengths;
  /** Mean time between an answer and the next request. */
  readonly think: number;
  readonly budget: ArrivalBudget;
  readonly queue: EventQueue;
  readonly random: RandomSource;
}

/**
 * A partly open loop: sessions come by the clock; in each a client asks, waits for the answer, thinks, and asks again, until the
 * session is over.
 *
 * B. Schroeder, A. Wierman and M. Harchol-Balter, "Open versus closed: a cautionary tale", NSDI 2006.
 */
export class SessionSource implements RequestSource {
  readonly #parts: SessionParts;
  /** Numbers of sessions that are over, to be used again. */
  readonly #free: number[] = [];
  #sessions = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get isOver(): boolean {
    return this.#parts.first.isOver;
  }

  start(): void {
    this.#parts.first.start();
  }

  /** @param subject - 0 for the first request of a session, else the session's number, from 1 */
  arrived(subject: number, sequence: number): number | undefined {
    if (subject > 0) return subject - 1;
    if (this.#parts.first.arrived(subject, sequence) === undefined) return undefined;
    return this.#free.pop() ?? this.#sessions++;
  }

  ended(session: number): boolean {
    const { lengths, think, budget, queue, random } = this.#parts;
    const goesOn = lengths.goesOn(session);
    const at = queue.now + think * exponential(random);
    if (!goesOn || !budget.take(at)) {
      this.#free.push(session);
      return false;
    }
    queue.push(at, eventCode(ARRIVAL, session + 1));
    return true;
  }

  setArrivals(factor: number): void {
    this.#parts.first.setArrivals(factor);
  }
}
