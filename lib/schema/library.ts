import { defined } from '../defined.js';
import { checkShape, type ValueType } from '../option-shape.js';
import type { Kind } from './kind.js';
import { adviceToPrograms, isGiven, refuseIneffective } from './effect.js';
import type { Option, OptionTable, Values } from './option.js';

/** `stickyTtl` of `sticky-ttl`. */
type Camel<Name extends string> = Name extends `${infer Word}-${infer Rest}`
  ? `${Word}${Capitalize<Camel<Rest>>}`
  : Name;

type KeyOf<Name, Row> = Row extends { readonly kind: Kind<unknown, infer Suffix> }
  ? `${Camel<Name & string>}${Suffix}`
  : never;

/** A table's options under the library's keys: `stickyTtlMs` for `sticky-ttl`. */
export type LibraryOptions<Table extends OptionTable> = {
  readonly [Name in keyof Table as KeyOf<Name, Table[Name]>]?: Exclude<Values<Table>[Name], undefined>;
};

/** Those of them that have a default. */
export type LibraryDefaults<Table extends OptionTable> = {
  readonly [
    Name in keyof Table as Table[Name] extends { readonly optional: true } | { readonly required: true }
      ? never
      : KeyOf<Name, Table[Name]>
  ]: Values<Table>[Name];
};

/** How the library calls an option. */
export function keyOf(name: string, { kind }: Option<unknown>): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) + kind.suffix;
}

export function defaultsOf<Table extends OptionTable>(table: Table): LibraryDefaults<Table> {
  return defined(byKey(table, (each) => each.value)) as LibraryDefaults<Table>;
}

/** What was given of a table's options, under the library's keys: a value that is the default is as good as none. */
export function libraryOptions<Table extends OptionTable>(
  table: Table,
  values: Values<NoInfer<Table>>,
): LibraryOptions<Table> {
  const given = (each: Option<unknown>, name: string): unknown =>
    isGiven(each, values[name]) ? values[name] : undefined;
  return defined(byKey(table, given));
}

/**
 * Refuses what is not an object of a table's options, and values out of range: for callers that no compiler has checked.
 *
 * @param what - the type that documents them: `BalancerOptions`
 * @param beside - the options that no table has
 * @param needed - those without a default
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function checkOptions(
  what: string,
  options: object,
  table: OptionTable,
  beside: Readonly<Record<string, ValueType>> = {},
  needed: readonly string[] = [],
): void {
  checkShape(what, options, { ...byKey(table, ({ kind }) => kind.type), ...beside }, needed);
  const given = options as Readonly<Record<string, unknown>>;
  for (const [name, each] of Object.entries(table)) {
    const key = keyOf(name, each);
    if (isGiven(each, given[key])) each.kind.check(key, given[key]);
  }
  const values = Object.entries(table).map(([name, each]) => [name, given[keyOf(name, each)]] as const);
  const others = Object.keys(beside).map((name) => [name, given[name]] as const);
  const called = (name: string): string => {
    const each = table[name];
    return each === undefined ? name : keyOf(name, each);
  };
  refuseIneffective(table, Object.fromEntries([...others, ...values]), called, adviceToPrograms);
}

function byKey<T>(
  table: OptionTable,
  valueOf: (each: Option<unknown>, name: string) => T,
  key: (name: string, each: Option<unknown>) => string = keyOf,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, each]) => [key(name, each), valueOf(each, name)]),
  );
}
