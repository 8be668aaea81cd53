import type { Backend } from '../../routing/backend.js';

/** How a balancer tells the others what it knows, and is told what they know. */
export interface Exchange {
  /** Begins to share. */
  start(): void;
  /** @returns whether the job waits until the others have been asked where its client sticks to; it is placed then */
  holds(job: number, key: string): boolean;
  /** A job that may be held is given up. */
  cancel(job: number): void;
  /** A connection of the client stands. */
  established(key: string): void;
  /** One of them is over. */
  released(key: string): void;
  /** This balancer has more connections to the backend, or fewer. */
  countChanged(backend: Backend): void;
}
