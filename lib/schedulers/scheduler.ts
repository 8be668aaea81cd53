/** What a scheduler needs to know of a backend. It reads these and writes none. */
export interface Candidate {
  /** What algorithms that hash know it by, unique in its pool. @default its index */
  readonly name?: string;
  /** Position in the order given by the user: a small integer from 0, unique in its pool; the identity. */
  readonly index: number;
  /** Relative capacity, a positive integer; {@link Scheduler.weightChanged} tells when it is another. */
  readonly weight: number;
  /** The weight that it is to have; more than {@link weight} during a slow start. @default weight */
  readonly fullWeight?: number;
  /** The full weight as the user gave it: explanations count weights in this unit. @default fullWeight */
  readonly givenWeight?: number;
  /** Connections that are open or being opened to it now. */
  readonly openConnections: number;
}

/** A chosen candidate and the rule that chose it, which may be finer than the scheduler's own name. */
export interface Pick<C extends Candidate = Candidate> {
  readonly candidate: C;
  /** `round-robin`, `least-connections`, …: what logs and explanations show. */
  readonly why: string;
  /** The members that were drawn at random and compared, in this order: there if it was asked for, where an algorithm draws. */
  readonly drawn?: readonly C[];
}

/** A candidate as an algorithm looked at it. */
export interface ConsideredCandidate<C extends Candidate = Candidate> {
  readonly candidate: C;
  /** What the algorithm compares. Absent where it has nothing to compare. */
  readonly score?: number;
  /** The unit of the score, such as `open connections per weight`. */
  readonly unit?: string;
  /** Connections that the algorithm lets it have at most now (bounded-load). */
  readonly bound?: number;
  /** Whether it was drawn at random, to be compared with the others that were. */
  readonly drawn?: true;
}

/** A point of a hash ring or an entry of a table, and the member that it belongs to. */
export interface OwnedPlace<C extends Candidate = Candidate> {
  readonly candidate: C;
  /** In the unit of its {@link HashPlace}. */
  readonly at: number;
}

/** Where the hash of a client falls on a ring or in a table, and what is around it. */
export interface HashPlace<C extends Candidate = Candidate> {
  /** Of `size`, `at` and the places: degrees of a ring, to a hundredth; numbers of entries of a table. */
  readonly unit: 'degrees' | 'entries';
  /** 360, or the number of entries. */
  readonly size: number;
  /** Where the client is. */
  readonly at: number;
  /** The first places from there on, of members that were not tried: the first one is where the client belongs. At most 12. */
  readonly next: readonly OwnedPlace<C>[];
  /** The last ones before it, in the same direction, without those of `next`. At most 4. */
  readonly before: readonly OwnedPlace<C>[];
}

/** Why an algorithm picks what it picks. */
export interface SchedulerExplanation<C extends Candidate = Candidate> {
  /** What the next pick gives, or what the one that is explained gave. Absent while chance is yet to decide. */
  readonly candidate?: C;
  /** The rule that decides, as in {@link Pick.why}. */
  readonly why: string;
  /** Members that were not tried, the best first: the first 10. */
  readonly considered: readonly ConsideredCandidate<C>[];
  /** Hash of the client's key in hexadecimal, such as `0x1a2b3c4d`, for algorithms that hash. */
  readonly hash?: string;
  /** For algorithms with a ring or a table. */
  readonly place?: HashPlace<C>;
  /** In a sentence or two, without the time: `B2 has 3 open connections per weight, fewer than B1 with 4.` */
  readonly says: string;
}

/**
 * A load-balancing algorithm. Synchronous, without I/O or clock: it is told of membership and load, and answers
 * {@link pick}. Its members are the candidates that are available now; it holds nothing but a cursor or an index.
 */
export interface Scheduler<C extends Candidate = Candidate> {
  /** The name in the scheduler table. */
  readonly name: string;

  /** The candidate became available. Adding a member again has no effect. */
  add(candidate: C): void;

  /** The candidate is no longer available. Removing a stranger has no effect. */
  remove(candidate: C): void;

  /** `candidate.openConnections` has changed. Strangers may be reported too, and have no effect. */
  loadChanged(candidate: C): void;

  /** `candidate.weight` has changed, from `before`. Strangers may be reported too, and have no effect. */
  weightChanged(candidate: C, before: number): void;

  /**
   * A member has answered, `latency` after it was asked. Absent where an algorithm does not learn from answers, so that
   * nobody need measure them. Strangers may be reported too, such as a member that is full: it counts once they are members.
   *
   * @param latency - in the unit of `now`
   * @param now - never earlier than before
   */
  answered?(candidate: C, latency: number, now: number): void;

  /**
   * What latency is expected of a candidate, in the unit of `now`; 0 where nothing is known. A connection that ends unanswered
   * after a longer time counts as an answer that took that time. Absent where such connections teach nothing.
   */
  latencyOf?(candidate: C, now: number): number;

  /**
   * Chooses a member that is not in `tried`, or undefined when there is none left.
   *
   * @param tried - candidates that this connection has already failed to reach; small
   * @param key - what the client is known by: algorithms that hash give equal keys the same member. Without one they take
   *   each connection for a client of its own
   * @param asked - whether the pick is to have {@link Pick.drawn}
   */
  pick(tried: ReadonlySet<C>, key?: string, asked?: boolean): Pick<C> | undefined;

  /**
   * Why {@link pick} gives what it gives. Pure: it changes no later pick, draws no random number and learns nothing. It may
   * take O(n), and is called only while somebody wants explanations. Absent where an algorithm does not explain itself.
   *
   * Without `made` it is about the next pick. Where chance is yet to decide that, it has no candidate.
   *
   * @param made - the pick to explain, made with the same arguments and `asked`; nothing has changed since
   * @returns undefined when no member is left that is not in `tried`
   */
  explain?(tried: ReadonlySet<C>, key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined;
}

/** Uniform draws from [0, 1); seeded ones make runs repeatable. */
export type RandomSource = () => number;
