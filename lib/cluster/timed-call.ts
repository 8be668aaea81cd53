import { errorText } from '../error-text.js';
import type { StartTimer } from '../health/start-timer.js';

/** An answer, or why there is none. */
export type CallOutcome<T> =
  | {
      readonly result: 'ok';
      readonly answer: T;
      /** It came after {@link TimeLimits.lateMs}. */
      readonly isLate: boolean;
    }
  | { readonly result: 'timeout' }
  | { readonly result: 'error'; readonly error: unknown };

export type FailedCall = Exclude<CallOutcome<never>, { readonly result: 'ok' }>;

export interface TimeLimits {
  readonly startTimer: StartTimer;
  /** Calls the action once, at the end of the turn: what sockets have received has been read by then. */
  readonly atEndOfTurn: (action: () => void) => void;
  /** Longest wait for the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** After how long an answer is late, in milliseconds. @default timeoutMs */
  readonly lateMs?: number;
}

/**
 * What comes of a call within a time; what comes later is dropped. An event loop that was blocked runs the timers that are due before
 * it reads what sockets have received meanwhile, so an answer counts until the end of the turn in which its time is over.
 */
export function timedCall<T>(call: () => Promise<T>, limits: TimeLimits): Promise<CallOutcome<T>> {
  const { startTimer, atEndOfTurn, timeoutMs } = limits;
  const lateMs = Math.min(timeoutMs, limits.lateMs ?? timeoutMs);
  return new Promise((resolve) => {
    let isLate = false;
    let isOver = false;
    let cancelTimer = (): void => undefined;
    const end = (outcome: CallOutcome<T>): void => {
      isOver = true;
      cancelTimer();
      resolve(outcome);
    };
    const after = (ms: number, action: () => void): void => {
      cancelTimer = startTimer(ms, () =>
        atEndOfTurn(() => {
          if (!isOver) action();
        }),
      );
    };
    after(lateMs, () => {
      isLate = true;
      if (lateMs === timeoutMs) end({ result: 'timeout' });
      else after(timeoutMs - lateMs, () => end({ result: 'timeout' }));
    });
    call().then(
      (answer) => end({ result: 'ok', answer, isLate }),
      (error: unknown) => end({ result: 'error', error }),
    );
  });
}

/** Why a call failed, in words. */
export function reasonOf(outcome: FailedCall): string {
  return outcome.result === 'timeout' ? 'no answer in time' : errorText(outcome.error);
}
