/** Where a job is. */
export const GONE = 0;
export const WAITING = 1;
export const SERVED = 2;
/** With no backend: it is being connected, or waits for one. */
export const SOUGHT = 3;

const INITIAL_CAPACITY = 256;

/** No job, no backend, no client. */
export const NONE = -1;

/**
 * The requests that are under way, each a number: its place in these arrays. Places are used again, so that there are never
 * more than the most requests that were under way at once.
 */
export class JobTable {
  /** When it came. */
  arrivedAt = new Float64Array(INITIAL_CAPACITY);
  /** How much of its service is left, as time on a backend of speed 1. */
  work = new Float64Array(INITIAL_CAPACITY);
  /** Its whole service, where requests may be sent again. */
  given = new Float64Array(INITIAL_CAPACITY);
  /** When it was sent to its backend. */
  sentAt = new Float64Array(INITIAL_CAPACITY);
  /** Since when it has been worked on; what `work` says was left then. */
  since = new Float64Array(INITIAL_CAPACITY);
  /** The number of the event that completes it; 0 when there is none. */
  completion = new Float64Array(INITIAL_CAPACITY);
  /** The number of the event at which its client gives up; to be set to 0 when the job is gone. */
  timeout = new Float64Array(INITIAL_CAPACITY);
  /** Which request of the run it is, from 0. */
  request = new Float64Array(INITIAL_CAPACITY);
  backend = new Int32Array(INITIAL_CAPACITY);
  balancer = new Int32Array(INITIAL_CAPACITY);
  /** Which client it is of, or {@link NONE}. */
  client = new Int32Array(INITIAL_CAPACITY);
  /** Which connection it comes over, where connections have several requests. */
  connection = new Int32Array(INITIAL_CAPACITY);
  /** The place of its class among those of the run, where there are several. */
  requestClass = new Uint8Array(INITIAL_CAPACITY);
  /** The job after it in a queue, or {@link NONE}. */
  next = new Int32Array(INITIAL_CAPACITY);
  state = new Uint8Array(INITIAL_CAPACITY);
  #used = 0;
  #free = NONE;

  /** Places that have been used, of which some may be free. */
  get size(): number {
    return this.#used;
  }

  /** The jobs at the backend, waiting or served; while it is asked, some may leave. */
  *at(backend: number): Generator<number> {
    for (let job = 0; job < this.#used; job++) {
      const state = this.state[job];
      if (this.backend[job] === backend && (state === SERVED || state === WAITING)) yield job;
    }
  }

  take(): number {
    const job = this.#free;
    if (job !== NONE) {
      this.#free = this.next[job] ?? NONE;
      return job;
    }
    if (this.#used === this.state.length) this.#grow();
    return this.#used++;
  }

  free(job: number): void {
    this.state[job] = GONE;
    this.completion[job] = 0;
    this.next[job] = this.#free;
    this.#free = job;
  }

  #grow(): void {
    this.arrivedAt = doubled(this.arrivedAt, Float64Array);
    this.work = doubled(this.work, Float64Array);
    this.given = doubled(this.given, Float64Array);
    this.sentAt = doubled(this.sentAt, Float64Array);
    this.since = doubled(this.since, Float64Array);
    this.completion = doubled(this.completion, Float64Array);
    this.timeout = doubled(this.timeout, Float64Array);
    this.request = doubled(this.request, Float64Array);
    this.backend = doubled(this.backend, Int32Array);
    this.balancer = doubled(this.balancer, Int32Array);
    this.client = doubled(this.client, Int32Array);
    this.connection = doubled(this.connection, Int32Array);
    this.requestClass = doubled(this.requestClass, Uint8Array);
    this.next = doubled(this.next, Int32Array);
    this.state = doubled(this.state, Uint8Array);
  }
}

type Column = Float64Array | Int32Array | Uint8Array;

function doubled<T extends Column>(column: T, Kind: new (length: number) => T): T {
  const larger = new Kind(column.length * 2);
  larger.set(column);
  return larger;
}
