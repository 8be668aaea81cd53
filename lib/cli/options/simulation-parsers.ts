import { MAX_WEIGHT } from '../../routing/backend.js';
import { MAX_VIRTUAL_TIME } from '../../simulator/plan/virtual-time.js';
import { parseService } from '../../simulator/workload/parse-service.js';
import { badValue } from './option.js';
import { integer, plainNumber, positiveNumber } from './parsers.js';

/** A whole number, which is often written as 1e6. */
export function count(min: number): (text: string) => number {
  return integer(min, Number.MAX_SAFE_INTEGER, ', such as 1000 or 1e6');
}

/** A time in units of the mean service time, above 0. */
export const virtualTime = positiveNumber(MAX_VIRTUAL_TIME);

/** A time in units of the mean service time, from 0 up. */
export function virtualTimeOrNone(text: string): number {
  const value = plainNumber(text);
  if (value > MAX_VIRTUAL_TIME) throw badValue(text, 'is out of range', `at most ${MAX_VIRTUAL_TIME}`);
  if (Number.isNaN(value)) throw badValue(text, 'is not a time', 'a number such as 0, 50 or 0.5');
  return value;
}

/** A rate per mean service time, from 0 up. */
export function virtualRate(text: string): number {
  const value = plainNumber(text);
  if (value > MAX_VIRTUAL_TIME) throw badValue(text, 'is out of range', `at most ${MAX_VIRTUAL_TIME}`);
  if (Number.isNaN(value)) throw badValue(text, 'is not a rate', 'a number such as 2 or 0.5');
  return value;
}

/** `10`, how many backends of speed 1; or `1,1,2,4`, their speeds. */
export function backendsOrSpeeds(text: string): number | readonly number[] {
  if (!text.includes(',')) return count(1)(text);
  return text.split(',').map((part) => {
    const speed = plainNumber(part.trim());
    if (!(speed > 0)) throw badValue(part, 'is not a speed', 'speeds above 0, such as 1,1,2,4');
    return speed;
  });
}

const weight = integer(1, MAX_WEIGHT);

/** `1,1,2`: whole numbers from 1 to 256. */
export function weightList(text: string): readonly number[] {
  return text.split(',').map((part) => weight(part.trim()));
}

const MOST_LOADS = 200;

/** `0.8`; or `0.5:0.9:0.1`, from, to and step: 0.5, 0.6, 0.7, 0.8, 0.9. */
export function loads(text: string): readonly number[] {
  const [from = NaN, to = from, step = 1, ...rest] = text.split(':').map(plainNumber);
  const wanted = 'a number above 0 such as 0.8, or a range from:to:step such as 0.5:0.9:0.1';
  if (rest.length > 0 || !(from > 0 && to >= from && step > 0 && to < Infinity))
    throw badValue(text, 'is not a load', wanted);
  const steps = Math.floor((to - from) / step + 1e-9);
  if (steps >= MOST_LOADS) throw badValue(text, `has ${steps + 1} loads`, `at most ${MOST_LOADS}`);
  // Without the rounding errors of repeated sums: 0.7, not 0.7000000000000001.
  return Array.from({ length: steps + 1 }, (_, index) => Number((from + index * step).toPrecision(12)));
}

/** A service distribution, checked, as it was written. */
export function serviceText(text: string): string {
  parseService(text);
  return text;
}
