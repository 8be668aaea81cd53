import type { HashPlace } from '../schedulers/scheduler.js';
import type { LeftOut } from './left-out.js';

/** A backend that was looked at, or was left out. Plain JSON. */
export interface ConsideredBackend {
  readonly backend: string;
  /** Why it was left out: `down: connection refused`, `drain`, `maint`, `full`, `standby`, `probing`, `tried`. Else absent. */
  readonly left?: string;
  /** Connections that are open or being opened to it. Absent for one that was left out; so is all that follows. */
  readonly open?: number;
  /** Weight now: less than was given during a slow start. */
  readonly weight?: number;
  /** What the algorithm compares. Absent where it has nothing to compare. */
  readonly score?: number;
  /** The unit of the score: `open connections per weight`, `smooth weight`, `probability`, … */
  readonly unit?: string;
  /** Connections that the algorithm lets it have at most now (bounded-load). */
  readonly bound?: number;
  /** It was drawn at random, to be compared with the others that were. */
  readonly drawn?: true;
  readonly chosen?: true;
}

/** What SESSION_MAP says of a client. Plain JSON. */
export interface ExplainedSession {
  /** Whether its entry decides. */
  readonly hit: boolean;
  /** Why it does not: there is none, it has expired, or its backend is not to be had. */
  readonly reason?: 'none' | 'expired' | LeftOut;
  /** The backend of the entry, if there is one. */
  readonly backend?: string;
  /** Connections that the client has now. */
  readonly connections?: number;
  /** Until the entry expires, in milliseconds; null while the client is connected. */
  readonly expiresInMs?: number | null;
}

/** A point of a hash ring or an entry of a table, and the backend that it belongs to. Plain JSON. */
export interface ExplainedPlace {
  readonly backend: string;
  readonly at: number;
}

/** Where a client falls on a hash ring or in a table, and what is around it, as in {@link HashPlace}. Plain JSON. */
export interface ExplainedHashPlace extends Pick<HashPlace, 'unit' | 'size' | 'at'> {
  readonly next: readonly ExplainedPlace[];
  readonly before: readonly ExplainedPlace[];
}

/** Why a client goes where it goes. Plain JSON. */
export interface Explanation {
  /** What the client is known by; null where no client sticks to a backend. */
  readonly key: string | null;
  /** The backend that it gets; null without an available backend, and where chance is yet to decide. */
  readonly backend: string | null;
  /** The rule that decides: `sticky`, or the scheduler's. Null without an available backend. */
  readonly why: string | null;
  /** Null for a client without a key, and where no client sticks to a backend. */
  readonly session: ExplainedSession | null;
  /** Backends that the algorithm looked at, the best first, and those that were left out; the first 10 of each. */
  readonly considered: readonly ConsideredBackend[];
  /** Hash of the client's key in hexadecimal, where the algorithm hashes: `0x1a2b3c4d`. */
  readonly hash?: string;
  /** Where that is, for algorithms with a ring or a table (`ring`, `bounded-load`, `maglev`). */
  readonly place?: ExplainedHashPlace;
  /** In a few sentences: `B2 has 3 open connections per weight, fewer than B1 with 4. B3 is down.` */
  readonly says: string;
}
