import { badValue, defineKind, type Kind } from './kind.js';

const { MAX_SAFE_INTEGER } = Number;
/** A number from 0 up, which may have an exponent: `100`, `0.5`, `.5`, `1e6`. */
export const NUMBER = String.raw`\d*\.?\d+(?:[eE][+-]?\d+)?`;
const PLAIN = new RegExp(`^${NUMBER}$`);
const SIGNED = new RegExp(`^[+-]?${NUMBER}$`);

/** `100`, `0.5`, `.5`, `1e6`; NaN for anything else. */
export function plainNumber(text: string): number {
  return PLAIN.test(text) ? Number(text) : NaN;
}

/** A whole number within these bounds, which may be written as 1e6. @param otherwise - what else the option takes, for the error: `, or auto` */
export function integer(min: number, max = MAX_SAFE_INTEGER, otherwise = ''): Kind<number, ''> {
  const isOpen = max === MAX_SAFE_INTEGER;
  const range = isOpen ? `a whole number from ${min} up` : `a number from ${min} to ${max}`;
  return wholeNumber({ min, max, range: range + otherwise });
}

/** A whole number within these bounds, which is often written as 1e6. */
export function largeInteger(min: number, max = MAX_SAFE_INTEGER): Kind<number, ''> {
  const isOpen = max === MAX_SAFE_INTEGER;
  const range = isOpen ? `a whole number from ${min} up` : `a number from ${min} to ${max}`;
  const wanted = isOpen ? `an integer from ${min} up` : `${min} to ${max}`;
  return wholeNumber({ min, max, range, wanted, example: ', such as 1000 or 1e6' });
}

interface WholeNumber {
  readonly min: number;
  readonly max: number;
  /** What an error about a text says to use. */
  readonly range: string;
  readonly example?: string;
  /** What an error about a value says to use. */
  readonly wanted?: string;
}

function wholeNumber(options: WholeNumber): Kind<number, ''> {
  const { min, max, range, example = '' } = options;
  const isOpen = max === MAX_SAFE_INTEGER;
  const { wanted = isOpen ? `an integer from ${min} up` : `an integer from ${min} to ${max}` } = options;
  return defineKind({
    type: 'number',
    range: isOpen ? `${min} up` : `${min} to ${max}`,
    wanted,
    schema: {
      type: ['integer', 'string'],
      minimum: min,
      maximum: max,
      pattern: SIGNED.source,
    },
    parse: (text) => {
      const value = SIGNED.test(text) ? Number(text) : NaN;
      if (value % 1 !== 0 && Math.abs(value) !== Infinity)
        throw badValue(text, 'is not a whole number', range + example);
      if (value < min || value > max) throw badValue(text, 'is out of range', range + example);
      return value;
    },
    holds: (value) => Number.isInteger(value) && value >= min && value <= max,
  });
}

/** A port to listen on: 0 takes any free one. */
export const listeningPort = portKind(0);

/** A port to connect to. */
export const targetPort = portKind(1);

function portKind(min: number): Kind<number, ''> {
  return wholeNumber({ min, max: 65_535, range: `a number from ${min} to 65535`, wanted: `${min} to 65535` });
}

/** A number above 0, such as a rate, and up to `max`; what is below `least` is too small to make sense. */
export function positiveNumber(max: number, least = 0): Kind<number, ''> {
  const range = least > 0 ? `a number from ${least} to ${max}` : `a number above 0 and up to ${max}`;
  return defineKind({
    type: 'number',
    range: 'number above 0',
    wanted: least > 0 ? `a number from ${least} to ${max}` : `a number above 0, up to ${max}`,
    schema: {
      type: ['number', 'string'],
      exclusiveMinimum: 0,
      minimum: least,
      maximum: max,
      pattern: PLAIN.source,
    },
    parse: (text) => {
      const value = plainNumber(text);
      if (!(value > 0)) throw badValue(text, 'is not a number above 0', 'a number such as 100 or 0.5');
      if (value > max || value < least) throw badValue(text, 'is out of range', range);
      return value;
    },
    holds: (value) => value > 0 && value >= least && value <= max,
  });
}

/** A number from 0 to `max`. @param what - what an error calls it: `a share` @param wanted - what it says to use instead */
export function amount(what: string, max: number, wanted: string): Kind<number, ''> {
  return defineKind({
    type: 'number',
    range: max === 1 ? '0 to 1' : 'number from 0 up',
    wanted: max === 1 ? 'a share from 0 to 1' : `0 to ${max}`,
    schema: { type: ['number', 'string'], minimum: 0, maximum: max, pattern: PLAIN.source },
    parse: (text) => {
      const value = plainNumber(text);
      if (max > 1 && value > max) throw badValue(text, 'is out of range', `at most ${max}`);
      if (!(value <= max)) throw badValue(text, `is not ${what}`, wanted);
      return value;
    },
    holds: (value) => value >= 0 && value <= max,
  });
}

/** A share from 0 to 1. */
export const share = amount('a share', 1, 'a number from 0 to 1, such as 0.2');
