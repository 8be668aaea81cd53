import { CHECK_PEERS_MS } from '../net/pending-reset.js';
import type { AcceptorOptions } from '../control/options.js';
import type { Connection } from './connection.js';

/** Checks for idle connections within the shorter of the two limits; a connection is closed at most one check late. */
const LOOKS = 8;

/** In whole milliseconds, by a clock that never runs back. */
export function wholeMilliseconds(): number {
  return Math.round(performance.now());
}

/** Has all connections looked at again and again, after what has arrived has been read. */
export class Rounds {
  readonly #connections: () => readonly Connection[];
  #timers: NodeJS.Timeout[] = [];

  constructor(connections: () => readonly Connection[]) {
    this.#connections = connections;
  }

  /** Whether they are under way. */
  get goOn(): boolean {
    return this.#timers.length > 0;
  }

  /** Begins, or goes on at another pace. */
  start({ idleTimeoutMs, halfCloseTimeoutMs }: AcceptorOptions): void {
    this.stop();
    const pace = Math.min(idleTimeoutMs, halfCloseTimeoutMs) / LOOKS;
    this.#every(pace, (connection, now) => connection.checkIdle(now));
    this.#every(CHECK_PEERS_MS, (connection) => connection.checkPeers());
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #every(ms: number, look: (connection: Connection, now: number) => void): void {
    const lookAtAll = (now: number): void => {
      for (const connection of this.#connections()) look(connection, now);
    };
    // The time is that of the timer: the process may stand still after what has arrived by then was read.
    this.#timers.push(setInterval(() => setImmediate(lookAtAll, wholeMilliseconds()), ms).unref());
  }
}
