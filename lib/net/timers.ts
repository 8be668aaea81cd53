/** Node's timers hold no longer delay than this many milliseconds: 24 days and a half. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
