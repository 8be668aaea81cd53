import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** It is no longer measured when nobody has asked for that long, in milliseconds. */
const WANTED_MS = 120_000;
const RESOLUTION_MS = 10;
const NS_PER_S = 1e9;

/** How late the event loop is. Measured from the first question on, and only while there are more. */
export class EventLoopLag {
  #delays: IntervalHistogram | undefined;
  #end: NodeJS.Timeout | undefined;

  /** What 99 % of the delays since the last question do not exceed, in seconds; undefined when there are none. */
  p99(): number | undefined {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#stop(), WANTED_MS).unref();
    if (this.#delays === undefined) {
      this.#delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      this.#delays.enable();
      return undefined;
    }
    const { count } = this.#delays;
    const lag = this.#delays.percentile(99) / NS_PER_S;
    this.#delays.reset();
    return count > 0 ? lag : undefined;
  }

  #stop(): void {
    this.#delays?.disable();
    this.#delays = undefined;
  }
}
