import { LbsimError, optionError } from '../../errors.js';
import type { Option } from '../../schema/option.js';
import { isDefaultText } from '../../schema/option-text.js';
import { readParts } from '../../schema/parts.js';
import type { Given, Source } from './sources.js';

/** The value that was given for an option, or else its default. @throws LbsimError of kind `usage` when it is wrong */
export function valueOf<T>(name: string, option: Option<T>, sources: readonly Source[]): T | undefined {
  const { kind, value } = option;
  const given = firstGiven(name, sources);
  const last = given.at(-1);
  if (last === undefined) return value;
  const meant = kind.joinedBy === undefined ? [last] : given;
  if (!option.required && meant.every(({ given: each }) => isDefaultText(option, each))) return value;
  try {
    return read(meant, option);
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${last.where}: ${error.message}`, error);
    throw error;
  }
}

function read<T>(meant: readonly Given[], { kind }: Option<T>): T {
  const texts = meant.map(({ given }) => given);
  const { joinedBy = '', parts } = kind;
  if (texts.every((each) => typeof each === 'string')) return kind.parse(texts.join(joinedBy));
  return texts.flatMap((each) => {
    if (typeof each === 'string') return kind.parse(each) as never;
    // Of objects the errors are told by the file that has them.
    return (parts === undefined ? [] : readParts(each, parts(each)).value) as never;
  }) as T;
}

export function firstGiven(name: string, sources: readonly Source[]): readonly Given[] {
  for (const source of sources) {
    const given = source(name);
    if (given.length > 0) return given;
  }
  return [];
}
