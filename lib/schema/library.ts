import { defined } from '../defined.js';
import { optionError } from '../errors.js';
import { checkShape, type ValueType } from '../option-shape.js';
import type { Kind } from './kind.js';
import type { Need, Option, OptionTable, Values } from './option.js';

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

const GIVE_BOTH = 'give both, or leave it out';

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
  const called = (name: string): string => keyOf(name, table[name] as Option<unknown>);
  const [idle] = ineffective(table, Object.fromEntries(values), called);
  if (idle !== undefined) throw optionError(`${idle.message}: ${GIVE_BOTH}`);
}

/**
 * @param values - by the options' names
 * @param called - how the message names an option
 * @throws LbsimError `ERR_OPTION_INVALID` for the first that {@link ineffective} finds
 */
export function refuseIneffective(
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
  called: (name: string) => string,
): void {
  const [idle] = ineffective(table, values, called);
  if (idle !== undefined) throw optionError(`${idle.message}: ${idle.advice}`);
}

/** An option that has no effect. */
export interface Idle {
  readonly name: string;
  readonly needs: Need;
  readonly message: string;
  /** What to do about it, in words of the command line. */
  readonly advice: string;
}

/**
 * The options that have no effect with the others given.
 *
 * @param called - how a message names an option
 */
export function ineffective(
  table: OptionTable,
  values: Readonly<Record<string, unknown>>,
  called: (name: string) => string,
): readonly Idle[] {
  const given = (name: string): boolean => {
    const each = table[name];
    return each !== undefined && isGiven(each, values[name]);
  };
  return Object.entries(table).flatMap(([name, { kind, needs }]) => {
    if (needs === undefined || !given(name) || needs.one.some(given)) return [];
    const { one, advice = GIVE_BOTH } = needs;
    const written = kind.flag === true ? called(name) : `${called(name)} ${kind.show(values[name])}`;
    return [
      { name, needs, advice, message: `${written} without ${one.map(called).join(' or ')} does nothing` },
    ];
  });
}

function isGiven(each: Option<unknown>, value: unknown): boolean {
  return value !== undefined && value !== each.value;
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
