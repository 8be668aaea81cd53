import type { Kind } from './kind.js';
import { flagKind } from './word.js';

/**
 * What an option needs so that it has an effect. One that gets its effect from what may be changed while the process runs needs
 * nothing.
 */
export interface Need {
  /** One of these options. */
  readonly one: readonly string[];
  /** Whether the value of such an option, or its default, gives the effect. @default whether it was given */
  readonly having?: (value: unknown, name: string) => boolean;
  /** For which values of the option itself it is needed. @default all */
  readonly when?: (value: unknown) => boolean;
  /**
   * What an error says of the option.
   *
   * @param others - `--a or --b`, `--mode named`
   * @param called - how an option is named
   * @default that it does nothing without these, or with this
   */
  readonly says?: (others: string, called: (name: string) => string) => string;
  /** What an error says to do about it; a text is in words of the command line. @default give both, or leave it out */
  readonly advice?: string | ((called: (name: string) => string) => string);
}

/** What can be said of an option beside its kind, default and help. */
interface More {
  /** How the default reads, where it is a word such as `off`; given as a value, it means the default. */
  readonly defaultText?: string;
  /** Without which it has no effect. */
  readonly needs?: Need | readonly Need[];
  /** Whether a config file may have an empty list of it: where that says none, as no value does. @default it is refused */
  readonly mayBeEmpty?: true;
}

/** One option: all that the command line, the config file, the library, help and documentation know of it. */
export interface Option<T, Suffix extends string = string> extends More {
  readonly kind: Kind<T, Suffix>;
  /** A noun phrase or an imperative, with its unit. */
  readonly help: string;
  /** The heading in `--help`. */
  readonly group?: string;
  /** The value when nothing was given. */
  readonly value?: T | undefined;
  readonly required?: true;
  /** It must be given unless that option is. */
  readonly requiredUnless?: string;
}

export interface RequiredOption<T, Suffix extends string> extends Option<T, Suffix> {
  readonly required: true;
}

/** One that is undefined unless it is given. */
export interface OptionalOption<T, Suffix extends string> extends Option<T, Suffix> {
  readonly optional: true;
}

/** Options by their names on the command line. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table's options, under the options' names. */
export type Values<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly kind: Kind<infer T> }
    ? Table[Name] extends { readonly optional: true }
      ? T | undefined
      : T
    : never;
};

/** An option that has a default. */
export function option<T, Suffix extends string>(
  kind: Kind<T, Suffix>,
  value: NoInfer<T>,
  help: string,
  more: More = {},
): Option<T, Suffix> {
  return { defaultText: kind.show(value), ...more, kind, value, help };
}

/** An option that is undefined unless it is given. */
export function optional<T, Suffix extends string>(
  kind: Kind<T, Suffix>,
  help: string,
  more: More = {},
): OptionalOption<T, Suffix> {
  return { ...more, kind, help, optional: true };
}

/** An option that must be given. */
export function required<T, Suffix extends string>(
  kind: Kind<T, Suffix>,
  help: string,
): RequiredOption<T, Suffix> {
  return { kind, help, required: true };
}

/** An option that must be given unless another one is. */
export function requiredUnless<T, Suffix extends string>(
  other: string,
  kind: Kind<T, Suffix>,
  help: string,
): OptionalOption<T, Suffix> {
  return { kind, help, requiredUnless: other, optional: true };
}

/** An option without a value, off unless it is given. */
export function flag(help: string, more: More = {}): Option<boolean, ''> {
  return { ...more, kind: flagKind, value: false, help };
}

/** A table without some of its options. */
export function without<Table extends OptionTable, Name extends keyof Table>(
  table: Table,
  ...names: readonly Name[]
): Omit<Table, Name> {
  const rest = Object.entries(table).filter(([name]) => !names.includes(name as Name));
  return Object.fromEntries(rest) as unknown as Omit<Table, Name>;
}

/** A part of a table that has no effect without that. */
export function needing<Table extends OptionTable>(needs: Need, table: Table): Table {
  return each(table, { needs });
}

/** A part of a table under one heading of `--help`. */
export function group<Table extends OptionTable>(heading: string, table: Table): Table {
  return each(table, { group: heading });
}

function each<Table extends OptionTable>(table: Table, more: Partial<Option<unknown>>): Table {
  const options: unknown = Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, { ...option, ...more }]),
  );
  return options as Table;
}

/** What documentation says of an option that must be given: `required`; undefined for any other. */
export function requirement({ required, requiredUnless: other }: Option<unknown>): string | undefined {
  if (required) return 'required';
  return other === undefined ? undefined : `required unless --${other}`;
}
