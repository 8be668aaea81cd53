/** A request at a queueing station. Times are in milliseconds, on the clock of the station's caller. */
export interface Job {
  /** How long it takes on a slot of its own. */
  readonly workMs: number;
  /** Where it stands in the order of completion; set by the station. */
  due: number;
  /** It has left and is still in the heap. */
  gone: boolean;
}

export interface StationOptions {
  /** Requests that are worked on at once; Infinity for no bound. */
  readonly slots: number;
  /** Requests that may wait; Infinity for no bound. */
  readonly limit: number;
}

/**
 * A station of queueing theory in ideal time: a job ends exactly when it should, and what follows begins then, however late
 * somebody looks. Calls come in the order of their times, and completions are taken out before anything else happens later.
 */
export interface Station {
  /** Jobs that are worked on; under processor sharing all of them. */
  readonly serving: number;
  readonly waiting: number;
  /** When the next job is done; Infinity if there is none. */
  readonly nextEnd: number;
  /** A job arrives. @returns false if there is no room for it */
  admit(job: Job, now: number): boolean;
  /** Takes out the job that is done at {@link nextEnd}; undefined if there is none. */
  complete(): Job | undefined;
  /** A job leaves before it is done. */
  leave(job: Job, now: number): void;
  /** An upper bound of the time until all jobs are done if none arrives. */
  idleInMs(now: number): number;
}

/** An upper bound of the time that this work takes on the slots: none of them is idle before the last job has begun. */
export function idleIn(works: Iterable<number>, slots: number): number {
  let total = 0;
  let longest = 0;
  for (const work of works) {
    total += work;
    longest = Math.max(longest, work);
  }
  return total / slots + longest;
}
