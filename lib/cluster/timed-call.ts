import type { StartTimer } from '../health/start-timer.js';

/** An answer, or why there is none. */
export type CallOutcome<T> =
  | { readonly result: 'ok'; readonly answer: T }
  | { readonly result: 'timeout' }
  | { readonly result: 'error'; readonly error: unknown };

/** What comes of a call within a time, in milliseconds; what comes later is dropped. */
export function timedCall<T>(
  call: () => Promise<T>,
  timeoutMs: number,
  startTimer: StartTimer,
): Promise<CallOutcome<T>> {
  return new Promise((resolve) => {
    const cancel = startTimer(timeoutMs, () => resolve({ result: 'timeout' }));
    call().then(
      (answer) => {
        cancel();
        resolve({ result: 'ok', answer });
      },
      (error: unknown) => {
        cancel();
        resolve({ result: 'error', error });
      },
    );
  });
}
