import { MAX_TIMER_MS } from './timers.js';

/** A timer that fires later than this shows that the process stood still: stopped by a signal, or suspended. */
export const STOOD_STILL_MS = 100;

/**
 * A time limit that is fair to what has arrived already. When it is over, what the kernel holds is looked at once before
 * `expired` is called: an event that calls the limit off may be among it. Where the process itself stood still, the
 * time that was lost is given back, once.
 *
 * @param ms - the limit, in milliseconds
 * @param expired - called once, unless the limit is called off
 * @returns calls the limit off
 */
export function startDeadline(ms: number, expired: () => void): () => void {
  const due = performance.now() + ms;
  // What is left of the longest limit can be rounded up to more than a timer holds: that would fire at once.
  const timerMs = Math.min(ms, MAX_TIMER_MS);
  let look: NodeJS.Immediate | undefined;
  // Timers come before sockets in a turn of the event loop, immediates after them.
  const lookFirst = (): void => void (look = setImmediate(expired));
  let timer = setTimeout(() => {
    const lateMs = performance.now() - due;
    if (lateMs < STOOD_STILL_MS) lookFirst();
    else timer = setTimeout(lookFirst, Math.min(lateMs, ms));
  }, timerMs);
  return () => {
    clearTimeout(timer);
    clearImmediate(look);
  };
}
