import { inspect, types } from 'node:util';
import { didYouMean } from './did-you-mean.js';
import { optionError, type LbsimError } from './errors.js';
import { withoutPasswords } from './hidden-passwords.js';
import { printable } from './printable.js';

/** What the value of an option may be, and what an error says to use. */
const TYPES = {
  string: [(value: unknown) => typeof value === 'string', 'a string'],
  number: [(value: unknown) => typeof value === 'number', 'a number'],
  boolean: [(value: unknown) => typeof value === 'boolean', 'true or false'],
  function: [(value: unknown) => typeof value === 'function', 'a function'],
  object: [isObject, 'an object'],
  objects: [listOf(isObject), 'a list of objects'],
  strings: [listOf((value) => typeof value === 'string'), 'a list of strings'],
  numbers: [listOf((value) => typeof value === 'number'), 'a list of numbers'],
  algorithm: [isAlgorithm, 'a name, a class of schedulers, a function that returns one, or a scheduler'],
  algorithms: [listOf(isAlgorithm), 'a list of names, classes of schedulers or functions that return one'],
  'number or string': [
    (value: unknown) => typeof value === 'number' || typeof value === 'string',
    'a number or a string',
  ],
  'number or numbers': [
    (value: unknown) => typeof value === 'number' || listOf((one) => typeof one === 'number')(value),
    'a number or a list of numbers',
  ],
} as const satisfies Record<string, readonly [(value: unknown) => boolean, string]>;

/** What the value of an option may be. */
export type ValueType = keyof typeof TYPES;

/** The type of every option that there is. */
export type Shape<Options> = { readonly [Name in keyof Options]-?: ValueType };

/**
 * Refuses what is not an object of such options: for callers that no compiler has checked.
 *
 * @param what - the type that documents them: `BalancerOptions`
 * @param required - the options without a default
 * @throws LbsimError `ERR_OPTION_INVALID` for anything else than an object, an unknown option, and a value of the wrong type;
 *   undefined stands for an option that is not given
 */
export function checkShape<Shaped extends Readonly<Record<string, ValueType>>>(
  what: string,
  options: unknown,
  shape: Shaped,
  required: readonly (keyof Shaped & string)[] = [],
): void {
  if (!isObject(options)) throw optionError(`${what} cannot be ${shown(options)}: use an object`);
  const known = Object.keys(shape);
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (type === undefined) {
      const hint = didYouMean(name, known);
      const advice = hint === '' ? `use one of ${known.join(', ')}` : `see ${what}`;
      throw optionError(`unknown option ${shown(name)}${hint}: ${advice}`);
    }
    const [is, wanted] = TYPES[type];
    if (value !== undefined && !is(value)) throw wrongType(name, value, wanted);
  }
  const given: Readonly<Record<string, unknown>> = { ...options };
  const missing = required.find((name) => given[name] === undefined);
  if (missing !== undefined) throw optionError(`${missing} is missing in ${shown(options)}: see ${what}`);
}

/** @param wanted - what to use instead: `a number` */
export function wrongType(name: string, value: unknown, wanted: string): LbsimError {
  return optionError(`${name} ${shown(value)} is of the wrong type: use ${wanted}`);
}

/** The shape of options from the values that they have by default. */
export function shapeOf<Defaults extends object>(defaults: Defaults): Shape<Defaults> {
  const kindOf = (value: unknown): string => (Array.isArray(value) ? 'strings' : typeof value);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, kindOf(value)]),
  ) as Shape<Defaults>;
}

/** The longest text of a list or an object in a message. */
const MAX_SHOWN = 80;

/** A value of any type, in one short line without passwords: lists and plain objects as in JSON, of those that are long the beginning and `…`. */
export function shown(value: unknown): string {
  let text = '';
  for (const piece of piecesOf(value)) {
    text += piece;
    if (isNested(value) && text.length > MAX_SHOWN) break;
  }
  const characters = Array.from(withoutPasswords(text));
  return isNested(value) && characters.length > MAX_SHOWN
    ? `${characters.slice(0, MAX_SHOWN - 1).join('')}…`
    : characters.join('');
}

/** Bit by bit, as an object may be large or have itself in it. Getters are not called. */
function* piecesOf(value: unknown, depth = 0): Generator<string> {
  if (!isNested(value)) {
    yield typeof value === 'string' && depth > 0 ? quoted(value) : inspected(value);
    return;
  }
  const isList = Array.isArray(value);
  const names = Object.keys(value);
  yield isList ? '[' : '{';
  for (const [index, name] of names.entries()) {
    if (index > 0) yield ',';
    if (!isList) yield `${quoted(name)}:`;
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property?.get === undefined) yield* piecesOf(property?.value, depth + 1);
    else yield '[Getter]';
  }
  yield isList ? ']' : '}';
}

/** A list, or an object of no class. */
function isNested(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
}

function quoted(text: string): string {
  return printable(JSON.stringify(withoutPasswords(text).slice(0, 2 * MAX_SHOWN)));
}

/** In words of Node, of an object of a class only its name. */
function inspected(value: unknown): string {
  return inspect(value, { depth: -1, breakLength: Infinity, customInspect: false, maxStringLength: 80 });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAlgorithm(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'function' || isObject(value);
}

function listOf(is: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(is);
}
