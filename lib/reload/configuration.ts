import { nameOfSpec } from '../control/reconfiguration.js';
import type { BackendSpec } from '../routing/backend.js';
import type { OptionTable } from '../schema/option.js';

/** The values of all options of a balancer, by their names. */
export type Configuration = Readonly<Record<string, unknown>>;

/** Options that say where the configuration is, and are no part of it. */
const BESIDE = ['config'];

/** The options that a configuration has. */
export function optionsOf(table: OptionTable): OptionTable {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !BESIDE.includes(name)));
}

/** All backends of a configuration, each with its name, weight and part. */
export function backendsOf({ backends = [], backup = [] }: Configuration): Required<BackendSpec>[] {
  const whole = (spec: BackendSpec, isBackup: boolean): Required<BackendSpec> => ({
    ...spec,
    name: nameOfSpec(spec),
    weight: spec.weight ?? 1,
    backup: isBackup || spec.backup === true,
  });
  return [
    ...(backends as readonly BackendSpec[]).map((spec) => whole(spec, false)),
    ...(backup as readonly BackendSpec[]).map((spec) => whole(spec, true)),
  ];
}
