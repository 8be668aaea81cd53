import { isDeepStrictEqual } from 'node:util';
import { writtenWhole } from '../discovery/entries.js';
import { isLive, type LiveSettings } from '../control/live-settings.js';
import type { BackendSnapshot, BalancerSnapshot } from '../control/snapshot.js';
import type { BackendSpec } from '../routing/backend.js';
import { keyOf } from '../schema/library.js';
import type { OptionTable } from '../schema/option.js';
import { backendInFile } from './backend-text.js';
import { backendsOf, lookUpsOf, optionsOf, type Configuration } from './configuration.js';
import { inFile } from './in-file.js';

/** A configuration as a file has it. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** The configuration that is in force: the one that was applied, with what the operator has changed; defaults are left out. */
export function effectiveConfig(
  table: OptionTable,
  applied: Configuration,
  running: BalancerSnapshot,
  settings: LiveSettings,
): FileSettings {
  const present = running.backends.filter((backend) => !isLeaving(backend) && !isFound(backend));
  const given = new Map(backendsOf(applied).map((spec) => [spec.name, spec]));
  const part = (key: 'backends' | 'backup'): unknown[] => [
    ...present
      .filter((backend) => backend.backup === (key === 'backup'))
      .map((backend) => backendInFile(specOf(backend, given.get(backend.name)))),
    ...lookUpsOf(applied, key).map(writtenWhole),
  ];
  const live = { ...settings, algorithm: running.algorithm } as Readonly<Record<string, unknown>>;
  const others = Object.entries(optionsOf(table)).flatMap(([name, option]) => {
    const key = keyOf(name, option);
    const isOwn = key === 'algorithm' && running.operator.algorithm === null;
    const value = !isOwn && (isLive(key) || key === 'algorithm') ? live[key] : applied[name];
    return name === 'backends' || name === 'backup' || isDeepStrictEqual(value, option.value)
      ? []
      : [[name, inFile(option, value)] as const];
  });
  const backup = part('backup');
  return { backends: part('backends'), ...(backup.length > 0 && { backup }), ...Object.fromEntries(others) };
}

/** A backend that the configuration no longer has, and that goes with its last connection: nobody wants it in maintenance. */
export function isLeaving({ admin, operator }: BackendSnapshot): boolean {
  return admin === 'maint' && operator.admin === null;
}

/** A backend that a name in DNS or a file has brought, which the configuration does not name itself. */
export function isFound({ source }: BackendSnapshot): boolean {
  return source !== 'config' && source !== 'operator';
}

/** @param given - what the configuration says of it */
function specOf({ name, host, port, weight }: BackendSnapshot, given: BackendSpec | undefined): BackendSpec {
  return { ...(given ?? { name }), host, port, weight };
}
