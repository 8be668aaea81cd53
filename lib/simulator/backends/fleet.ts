/**
 * The backends as machines: how they work off the jobs that they are sent. Backends and jobs are numbers; a job is one of the
 * `JobTable`.
 */
export interface Fleet {
  /** Jobs at each backend, waiting or served. */
  readonly present: Int32Array;

  /** The job comes to the backend. @returns false if the backend has no room for it in its queue */
  admit(backend: number, job: number): boolean;

  /**
   * A completion's event has come, with its subject and number.
   *
   * @returns the job that is done, or -1 if the event has been overtaken by others
   */
  complete(subject: number, sequence: number): number;

  /** The job leaves its backend, done or not. */
  leave(job: number): void;

  /** From now on the backend works so fast; at 0 it stands still. */
  setSpeed(backend: number, speed: number): void;
}

export interface FleetOptions {
  /** Work that each backend does in a unit of time, on each slot. */
  readonly speeds: readonly number[];
  /** Jobs that each backend works on at once: servers in the sense of queueing theory. */
  readonly slots: number;
  /** Jobs that may wait at each backend. */
  readonly queueLimit: number;
}
