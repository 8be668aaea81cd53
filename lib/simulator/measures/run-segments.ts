import type { SimulationSettings } from '../plan/settings.js';
import { RunSegment } from './run-segment.js';
import { truncation } from './truncation.js';

/** Ends of the warm-up that a run can be given afterwards, at most. */
const MOST_SEGMENTS = 16;
/** Backends of all segments together: each has counts of its own. */
const MOST_COUNTED = 2_000_000;

/** What counts of a run once its warm-up is known. */
export interface Settled {
  /** Requests at the beginning that do not count. */
  readonly warmup: number;
  /** Whether the run forgot its beginning within the longest warm-up that it may have. */
  readonly isSettled: boolean;
  readonly counted: RunSegment;
}

/**
 * Counts a run in parts, so that where its warm-up ends can be told when the run is over. A request belongs to the part in
 * which it arrived. The first part begins after the shortest warm-up, the last one after the longest.
 */
export class RunSegments {
  readonly #segments: RunSegment[] = [];
  readonly #warmup: number;
  readonly #longestWarmup: number;
  readonly #requests: number;
  readonly #backends: number;
  readonly #slots: number;
  readonly #classes: number;
  /** The place of the last part: 0 where the warm-up is given, and no part but the first can be left out. */
  readonly #last: number;
  /** Requests of each part but the last. */
  readonly #length: number;
  #current: RunSegment | undefined;
  #begunAt = 0;
  #areaBefore = 0;
  #hasEnded = false;
  /** The request with which the next part begins. */
  next: number;

  constructor(settings: SimulationSettings) {
    const { requests, warmup, longestWarmup, isWarmupCommon, speeds, slots, classes = [] } = settings;
    this.#requests = requests;
    this.#warmup = warmup;
    this.#longestWarmup = longestWarmup;
    this.#backends = speeds.length;
    this.#slots = slots;
    this.#classes = classes.length;
    const parts = Math.max(1, Math.min(MOST_SEGMENTS, Math.floor(MOST_COUNTED / speeds.length)));
    const range = isWarmupCommon ? 0 : longestWarmup - warmup;
    this.#length = Math.max(1, Math.ceil(range / parts));
    this.#last = Math.ceil(range / this.#length);
    this.next = warmup;
  }

  /** The part that a request belongs to; undefined for one of the shortest warm-up. */
  of(request: number): RunSegment | undefined {
    const place = request - this.#warmup;
    if (place < 0) return undefined;
    return this.#segments[Math.min(this.#last, Math.floor(place / this.#length))];
  }

  /** The next part begins. @param area - requests under way × time, until now */
  begin(now: number, area: number, present: Int32Array): void {
    this.#finish(now, area, present);
    const segment = new RunSegment(this.#backends, this.#slots, this.#classes);
    segment.occupancy.begin(now);
    this.#segments.push(segment);
    this.#current = segment;
    this.#begunAt = now;
    this.#areaBefore = area;
    const { length } = this.#segments;
    this.next = length > this.#last ? Infinity : this.#warmup + length * this.#length;
  }

  /** The last request has arrived. */
  end(now: number, area: number, present: Int32Array): void {
    this.#finish(now, area, present);
    this.#hasEnded = true;
  }

  /** The backend has had `present` jobs until now. */
  until(now: number, backend: number, present: number): void {
    if (!this.#hasEnded) this.#current?.occupancy.until(now, backend, present);
  }

  /** Finds where the warm-up ends. @param queues - mean requests under way in consecutive parts of the run */
  settle(queues: readonly number[]): Settled {
    const needed = this.#longestWarmup === this.#warmup ? 0 : truncation(queues) * this.#requests;
    const first = Math.max(0, Math.ceil((needed - this.#warmup) / this.#length));
    const isSettled = needed <= Math.max(this.#longestWarmup, this.#warmup + this.#last * this.#length);
    const from = Math.min(first, this.#last);
    const counted = new RunSegment(this.#backends, this.#slots, this.#classes);
    for (const segment of this.#segments.slice(from)) counted.add(segment);
    return { warmup: this.#warmup + from * this.#length, isSettled, counted };
  }

  #finish(now: number, area: number, present: Int32Array): void {
    const segment = this.#current;
    if (segment === undefined || this.#hasEnded) return;
    segment.occupancy.untilAll(now, present);
    segment.span = now - this.#begunAt;
    segment.area = area - this.#areaBefore;
  }
}
