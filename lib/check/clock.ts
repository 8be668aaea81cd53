import { startDeadline } from '../net/deadline.js';

/** What it resolves with, and after how many milliseconds. */
export async function timed<T>(promise: Promise<T>): Promise<[value: T, ms: number]> {
  const began = performance.now();
  const value = await promise;
  return [value, Math.round((performance.now() - began) * 10) / 10];
}

/**
 * What it resolves with, or undefined when it has not by then. What happened while this process was held up is heard
 * first, and the time that it stood still does not count.
 */
export async function withinTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let cancelDeadline: (() => void) | undefined;
  const expiry = new Promise<undefined>((resolve) => {
    cancelDeadline = startDeadline(ms, () => resolve(undefined));
  });
  return Promise.race([promise, expiry]).finally(() => cancelDeadline?.());
}

/** A time limit for work of several steps, in which the time that this process stood still does not count. */
export class Limit {
  /** Ends it early. */
  readonly callOff: () => void;
  #isOver = false;

  /** @param ms - how long, from now on */
  constructor(ms: number) {
    this.callOff = startDeadline(ms, () => (this.#isOver = true));
  }

  get isOver(): boolean {
    return this.#isOver;
  }
}
