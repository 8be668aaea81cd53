import { optionError, outOfRange } from '../errors.js';
import { MAX_TIMER_MS } from '../net/timers.js';

/** What the parts of the client share. Times are in milliseconds. */
export const CLIENT_DEFAULTS = {
  host: '127.0.0.1',
  port: 8080,
  connectTimeoutMs: 5000,
  timeoutMs: 60_000,
} as const;

/** @throws LbsimError `ERR_OPTION_INVALID`, as do the others here */
export function checkPort(port: number): void {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw outOfRange('port', port, '1 to 65535');
}

export function checkInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw outOfRange(name, value, `an integer from ${least} up`);
}

export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw outOfRange(name, value, 'a number above 0');
}

/** @param least - 0 where no time at all makes sense, else 1 */
export function checkTime(name: string, value: number, least: 0 | 1): void {
  if (value >= least && value <= MAX_TIMER_MS) return;
  throw outOfRange(name, value, `a time from ${least} to ${MAX_TIMER_MS} ms`);
}

/** A message is one line. */
export function checkLine(text: string): void {
  if (!text.includes('\n')) return;
  throw optionError(
    `message ${JSON.stringify(text)} has a line break: give each line as a message of its own`,
  );
}
