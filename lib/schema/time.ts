import { outOfRange } from '../errors.js';
import { NUMBER } from './number.js';
import { badValue, defineKind, type Kind } from './kind.js';
import { timeText } from './time-text.js';

/** Node's timers hold no longer delay than this many milliseconds: 24 days and a half. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
/** A number from 0 up, with or without a unit of time. */
export const DURATION = new RegExp(String.raw`^(${NUMBER})(ms|s|m|h)?$`);

/** Whether it is a number with a unit of time, such as `20ms`. */
export function isDuration(text: string): boolean {
  return DURATION.exec(text)?.[2] !== undefined;
}

/** `5`, `0.25` (seconds), `500ms`, `2s`, `1m`, `1h` → milliseconds, from 0 up. */
export const time = timeKind('duration', (ms) => ms >= 0, `a time from 0 to ${MAX_TIMER_MS}`, { minimum: 0 });

/** A time that has to be longer than nothing. */
export const positiveTime = timeKind(
  'duration above 0',
  (ms) => ms > 0,
  `a time above 0 and up to ${MAX_TIMER_MS}`,
  {
    exclusiveMinimum: 0,
  },
);

/** A time of at most `maxMs`, which is a whole number of seconds. */
export function timeUpTo(maxMs: number): Kind<number, 'Ms'> {
  return {
    ...time,
    schema: { ...time.schema, maximum: maxMs / 1000 },
    parse: (text) => {
      const ms = time.parse(text);
      if (ms > maxMs) throw badValue(text, 'is too long', `at most ${maxMs / 1000}s`);
      return ms;
    },
    check(name, ms) {
      if (!(ms >= 0 && ms <= maxMs)) throw outOfRange(name, ms, `a time from 0 to ${maxMs}`);
    },
  };
}

function timeKind(
  range: string,
  isLong: (ms: number) => boolean,
  wanted: string,
  least: object,
): Kind<number, 'Ms'> {
  return defineKind({
    type: 'number',
    suffix: 'Ms',
    range,
    wanted,
    schema: { type: ['number', 'string'], ...least, maximum: MAX_TIMER_MS / 1000, pattern: DURATION.source },
    parse: (text) => {
      const ms = milliseconds(text);
      if (!isLong(ms)) throw badValue(text, 'must be greater than 0', `a ${range}`);
      return ms;
    },
    holds: (ms) => isLong(ms) && ms <= MAX_TIMER_MS,
    show: timeText,
  });
}

function milliseconds(text: string): number {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const ms = Number(amount) * UNIT_MS[(unit ?? 's') as keyof typeof UNIT_MS];
  if (amount === undefined)
    throw badValue(text, 'is not a duration', 'seconds such as 5 or 0.25, or 500ms, 2s, 1m, 1h');
  if (ms > MAX_TIMER_MS) throw badValue(text, 'is too long', 'at most 24 days (576h)');
  return ms;
}
