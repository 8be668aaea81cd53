import { isDeepStrictEqual } from 'node:util';
import { isLive, type LiveSettings } from '../control/live-settings.js';
import type { BackendSnapshot, BalancerSnapshot } from '../control/snapshot.js';
import type { BackendSpec } from '../routing/backend.js';
import { keyOf } from '../schema/library.js';
import type { Option, OptionTable } from '../schema/option.js';
import { backendInFile } from './backend-text.js';
import { backendsOf, optionsOf, type Configuration } from './configuration.js';
import { optionText } from './option-text.js';

/** A configuration as a file has it. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** The configuration that is in force: the one that was applied, with what the operator has changed; defaults are left out. */
export function effectiveConfig(
  table: OptionTable,
  applied: Configuration,
  running: BalancerSnapshot,
  settings: LiveSettings,
): FileSettings {
  const present = running.backends.filter((backend) => !isLeaving(backend));
  const part = (backup: boolean): unknown[] =>
    present
      .filter((backend) => backend.backup === backup)
      .map((backend) => backendInFile(specOf(backend, applied)));
  const live = { ...settings, algorithm: running.algorithm } as Readonly<Record<string, unknown>>;
  const others = Object.entries(optionsOf(table)).flatMap(([name, option]) => {
    const key = keyOf(name, option);
    const isOwn = key === 'algorithm' && running.operator.algorithm === null;
    const value = !isOwn && (isLive(key) || key === 'algorithm') ? live[key] : applied[name];
    return name === 'backends' || name === 'backup' || isDeepStrictEqual(value, option.value)
      ? []
      : [[name, inFile(option, value)] as const];
  });
  const backup = part(true);
  return { backends: part(false), ...(backup.length > 0 && { backup }), ...Object.fromEntries(others) };
}

/** A backend that the configuration no longer has, and that goes with its last connection: nobody wants it in maintenance. */
export function isLeaving({ admin, operator }: BackendSnapshot): boolean {
  return admin === 'maint' && operator.admin === null;
}

/** Without a name where the configuration gives it none. */
function specOf({ name, host, port, weight }: BackendSnapshot, applied: Configuration): BackendSpec {
  const given = backendsOf(applied).find((spec) => spec.name === name);
  return { ...(given ?? { name }), host, port, weight };
}

/** A value as a person would write it: a number where it is one, a list where there are several. */
function inFile(option: Option<unknown>, value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value;
  const text = optionText(option, value) ?? '';
  return String(Number(text)) === text ? Number(text) : text;
}
