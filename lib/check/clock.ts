import { setTimeout as sleep } from 'node:timers/promises';

/** What it resolves with, and after how many milliseconds. */
export async function timed<T>(promise: Promise<T>): Promise<[value: T, ms: number]> {
  const began = performance.now();
  const value = await promise;
  return [value, Math.round((performance.now() - began) * 10) / 10];
}

/** What it resolves with, or undefined when it has not by then. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([promise, expiry(ms, stop.signal)]);
  } finally {
    stop.abort();
  }
}

async function expiry(ms: number, signal: AbortSignal): Promise<undefined> {
  await sleep(ms, undefined, { signal });
  // Timers come first in a turn of the event loop: what has happened while this process was held up is heard now.
  await new Promise(setImmediate);
}
