/** Calls the action once, after that many milliseconds. @returns cancels it; of no effect afterwards */
export type StartTimer = (delayMs: number, action: () => void) => () => void;

/** Keeps no process alive. */
export const startNodeTimer: StartTimer = (delayMs, action) => {
  const timer = setTimeout(action, delayMs).unref();
  return () => clearTimeout(timer);
};
