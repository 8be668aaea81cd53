import { didYouMean } from '../did-you-mean.js';
import { LbsimError } from '../errors.js';
import { shown } from '../option-shape.js';
import { namingPart } from './address.js';
import type { Parts } from './kind.js';

/** An object of texts, as in a config file, read part by part. */
export interface ReadParts {
  readonly value: Readonly<Record<string, unknown>>;
  /** All that is wrong with it; then the value is of no use. */
  readonly errors: readonly string[];
}

export function readParts(
  object: Readonly<Record<string, unknown>>,
  { what, kinds, required }: Parts,
): ReadParts {
  const [name = ''] = ['name', ...required]
    .map((key) => object[key])
    .filter((each) => typeof each === 'string');
  const errors: string[] = [];
  const value: Record<string, unknown> = {};
  const missing = required.filter((key) => object[key] === undefined);
  for (const key of missing) errors.push(`${what} '${name}': ${key} is missing: give it one`);
  for (const [key, given] of Object.entries(object)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) {
      const known = Object.keys(kinds);
      errors.push(
        `${what} '${name}': unknown key '${key}'${didYouMean(key, known)}: use ${known.join(', ')}`,
      );
    } else if (typeof given !== 'string')
      errors.push(`${what} '${name}': ${key} is ${shown(given)}: write a string or a number`);
    else {
      try {
        value[key] = namingPart(name, what, key, () => kind.parse(given));
      } catch (error) {
        if (!(error instanceof LbsimError)) throw error;
        errors.push(error.message);
      }
    }
  }
  return { value, errors };
}
