import { optionError, type LbsimError } from '../../errors.js';

/** One option of a command: how it is described, how its text becomes a value, what it is when not given. */
export interface Option<T> {
  readonly describe: string;
  /** @throws LbsimError of kind `usage` whose message begins with the bad value */
  readonly parse: (text: string) => T;
  /** The value when nothing was given; absent for one that must be given. */
  readonly fallback?: { readonly value: T };
  /** How the default reads in `--help`; given as a value, it means the default. */
  readonly defaultText?: string;
  /** May be given several times, or as a list in a file; the texts are joined by this before they are parsed. */
  readonly joinedBy?: string;
  /** Needs no value: `--json`. */
  readonly flag?: boolean;
  /** It names a file that is read, or one that is written; or it may name a module, unless it is the name of an algorithm. */
  readonly file?: 'read' | 'written' | 'module';
  /** The heading in `--help`. */
  readonly group?: string;
}

// The value type stands in argument position nowhere but in `fallback`, so `unknown` covers every option.
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table's options, under the options' names. */
export type Values<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer T> ? T : never;
};

type Shape = Pick<Option<unknown>, 'describe' | 'defaultText' | 'joinedBy' | 'file' | 'group'>;

/** An option that has a default. */
export function optional<T extends string | number>(
  shape: Shape,
  parse: (text: string) => T,
  value: NoInfer<T>,
): Option<T> {
  return { defaultText: String(value), ...shape, parse, fallback: { value } };
}

/** An option that is undefined unless it is given. */
export function absent<T>(shape: Shape, parse: (text: string) => T): Option<T | undefined> {
  return { ...shape, parse, fallback: { value: undefined } };
}

/** An option that must be given. */
export function required<T>(shape: Shape, parse: (text: string) => T): Option<T> {
  return { ...shape, parse };
}

const YES = ['', 'true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

/** An option without a value, off unless it is given. */
export function flag(shape: Shape): Option<boolean> {
  const parse = (text: string): boolean => {
    if (YES.includes(text.toLowerCase())) return true;
    if (NO.includes(text.toLowerCase())) return false;
    throw badValue(text, 'is neither on nor off', 'on or off');
  };
  return { ...shape, parse, fallback: { value: false }, flag: true };
}

/** The error of a parser. @param wrong - `is not a port` @param wanted - `a number from 0 to 65535` */
export function badValue(text: string, wrong: string, wanted: string): LbsimError {
  return optionError(`'${text}' ${wrong}: use ${wanted}`);
}
