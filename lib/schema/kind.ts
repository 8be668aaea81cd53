import { optionError, outOfRange, type LbsimError } from '../errors.js';
import type { ValueType } from '../option-shape.js';

/** A JSON Schema (draft 2020-12), as far as it is needed here. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A kind of value that an option can have: how it is written as text, what it is in JavaScript, which values are within range.
 * All that reads, checks or documents an option asks its kind.
 *
 * @typeParam Suffix - what the library's key of such an option ends with, for its unit: `Ms`
 */
export interface Kind<T, Suffix extends string = string> {
  /** Its type in JavaScript. */
  readonly type: ValueType;
  readonly suffix: Suffix;
  /** What may be written, for documentation: `duration`, `1 to 256`. */
  readonly range: string;
  /** The value of a key in a config file. */
  readonly schema: JsonSchema;
  /** The words that it may be. */
  readonly words?: readonly string[];
  /** It names a file that is read, or one that is written; or it may name a module, unless it is one of the words. */
  readonly file?: 'read' | 'written' | 'module';
  /** The file that is read where the word names one, as `trace:FILE` does; undefined where it names none. */
  readonly fileIn?: (word: string) => string | undefined;
  /** May be given several times, or as a list in a file; the texts are joined by this before they are parsed. */
  readonly joinedBy?: string;
  /** Needs no value: `--json`. */
  readonly flag?: boolean;
  /** @throws LbsimError of kind `usage` whose message begins with the bad value */
  readonly parse: (text: string) => T;
  /**
   * Refuses a value of the right type that is out of range.
   *
   * @param name - how the error names it
   * @throws LbsimError `ERR_OPTION_INVALID`
   */
  check(name: string, value: T): void;
  /** As `parse` reads it. */
  show(value: T): string;
  /** An entry of a list may be an object in a config file; what such an object has depends on its keys. */
  readonly parts?: (object: Readonly<Record<string, unknown>>) => Parts;
}

/** What an object that stands for a text has. */
export interface Parts {
  /** What errors call it: `backend`. */
  readonly what: string;
  readonly kinds: Readonly<Record<string, Kind<unknown>>>;
  readonly required: readonly string[];
}

/** What a kind says of itself; the rest follows from it. */
type Spec<T, Suffix extends string> = Pick<Kind<T>, 'type' | 'range' | 'parse'> &
  Partial<Omit<Kind<T, Suffix>, 'check'>> & {
    /** Whether a value is within range; @default any is */
    readonly holds?: (value: T) => boolean;
    /** What an error about a value out of range says to use. @default the range */
    readonly wanted?: string;
  };

export function defineKind<T, Suffix extends string = ''>(spec: Spec<T, Suffix>): Kind<T, Suffix> {
  const { holds = () => true, wanted = spec.range, ...kind } = spec;
  return {
    suffix: '' as Suffix,
    // A number or a truth value is text as written.
    schema: { type: ['string', 'number', 'boolean'] },
    show: String,
    check(name, value) {
      if (!holds(value)) throw outOfRange(name, value, wanted);
    },
    ...kind,
  };
}

/** The error of a parser. @param wrong - `is not a port` @param wanted - `a number from 0 to 65535` */
export function badValue(text: string, wrong: string, wanted: string): LbsimError {
  return optionError(`'${text}' ${wrong}: use ${wanted}`);
}
