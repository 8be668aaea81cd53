import { NUMBER } from './number.js';
import { badValue, defineKind, type Kind } from './kind.js';

const UNIT_BYTES = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;
const BYTES = new RegExp(`^(${NUMBER})([KMGkmg]?)$`);

/** `100`, `64K`, `1.5M`, `1G` → whole bytes, from 0 up; K is 1024. */
export const byteCount = sizeKind('bytes', (amount) => amount >= 0, 'a number from 0 up', '', 0);

/** Bytes a second, at least one. */
export const byteRate = sizeKind(
  'bytes a second',
  (rate) => rate > 0,
  'bytes a second, above 0',
  'must be greater than 0',
  0.5,
);

function sizeKind(
  range: string,
  isMuch: (amount: number) => boolean,
  wanted: string,
  wrong: string,
  /** What is rounded to the least there may be. */
  least: number,
): Kind<number, ''> {
  return defineKind({
    type: 'number',
    range,
    wanted,
    schema: {
      type: ['number', 'string'],
      minimum: least,
      maximum: Number.MAX_SAFE_INTEGER,
      pattern: BYTES.source,
    },
    parse: (text) => {
      const [, amount, unit = ''] = BYTES.exec(text) ?? [];
      if (amount === undefined)
        throw badValue(text, 'is not a number of bytes', 'one such as 100, 64K or 1M');
      const value = Math.round(Number(amount) * UNIT_BYTES[unit.toUpperCase() as keyof typeof UNIT_BYTES]);
      if (value > Number.MAX_SAFE_INTEGER)
        throw badValue(text, 'is out of range', `at most ${Number.MAX_SAFE_INTEGER} bytes`);
      if (!isMuch(value)) throw badValue(text, wrong, 'bytes a second such as 64K');
      return value;
    },
    holds: isMuch,
  });
}
