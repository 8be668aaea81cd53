/** What is kept of a backend each second. */
export interface BackendPoint {
  /** Connections. */
  readonly open: number;
  /** Connections that were established in this second. */
  readonly opened: number;
  /** Attempts to connect that failed in this second. */
  readonly failed: number;
  /** 1 while it is one of ACTIVE_SERVERS, else 0. */
  readonly active: number;
  /** Times to the first byte in this second, in milliseconds; NaN where none came. */
  readonly p50: number;
  readonly p99: number;
}

const FIELDS = ['open', 'opened', 'failed', 'active', 'p50', 'p99'] as const;
type Field = (typeof FIELDS)[number];

/** One backend's points: as many as there are seconds, in a ring of 24 bytes a second. */
export class BackendSeries {
  readonly #size: number;
  readonly #values: Float32Array;
  /** The number of the last second in which it was there. */
  lastAt = -Infinity;

  /** @param size - seconds that are kept */
  constructor(size: number) {
    this.#size = size;
    this.#values = new Float32Array(size * FIELDS.length).fill(NaN);
  }

  /** @param at - the number of the second; undefined as the point of one in which it was not there */
  set(at: number, point: BackendPoint | undefined): void {
    for (const [index, field] of FIELDS.entries())
      this.#values[this.#placeOf(at) + index] = point?.[field] ?? NaN;
    if (point !== undefined) this.lastAt = at;
  }

  /** NaN where there is none. */
  value(at: number, field: Field): number {
    return this.#values[this.#placeOf(at) + FIELDS.indexOf(field)] ?? NaN;
  }

  #placeOf(at: number): number {
    return (at % this.#size) * FIELDS.length;
  }
}
