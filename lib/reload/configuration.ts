import { isLookedUp, type BackendEntry, type LookedUpBackends } from '../discovery/entries.js';
import { nameOfSpec } from '../control/name-of-spec.js';
import type { BackendSpec } from '../routing/backend.js';
import type { OptionTable } from '../schema/option.js';

/** The values of all options of a balancer, by their names. */
export type Configuration = Readonly<Record<string, unknown>>;

/** The options that are lists of backends. */
export const BACKEND_LISTS = ['backends', 'backup'] as const;

/** Options that say where the configuration is, and are no part of it. */
const BESIDE = ['config'];

/** The options that a configuration has. */
export function optionsOf(table: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !BESIDE.includes(name)));
}

/** All backends that a configuration names, each with its name, weight and part. Those that are looked up are none of them. */
export function backendsOf({ backends = [], backup = [] }: Configuration): Required<BackendSpec>[] {
  const named = (entries: unknown): readonly BackendSpec[] =>
    (entries as readonly BackendEntry[]).filter((entry): entry is BackendSpec => !isLookedUp(entry));
  const whole = (spec: BackendSpec, isBackup: boolean): Required<BackendSpec> => ({
    ...spec,
    name: nameOfSpec(spec),
    weight: spec.weight ?? 1,
    backup: isBackup || spec.backup === true,
  });
  return [
    ...named(backends).map((spec) => whole(spec, false)),
    ...named(backup).map((spec) => whole(spec, true)),
  ];
}

/** What one of the lists, `backends` or `backup`, has looked up. */
export function lookUpsOf(configuration: Configuration, key: string): readonly LookedUpBackends[] {
  return ((configuration[key] ?? []) as readonly BackendEntry[]).filter(isLookedUp);
}

/** The configuration with another one's look-ups. */
export function withLookUpsOf(configuration: Configuration, other: Configuration): Configuration {
  const lists = BACKEND_LISTS.filter((key) => [configuration, other].some((each) => each[key] !== undefined));
  const merged = lists.map((key) => {
    const named = ((configuration[key] ?? []) as readonly BackendEntry[]).filter(
      (entry) => !isLookedUp(entry),
    );
    return [key, [...named, ...lookUpsOf(other, key)]] as const;
  });
  return { ...configuration, ...Object.fromEntries(merged) };
}
