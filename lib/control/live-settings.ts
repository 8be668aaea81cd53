import { defined } from '../defined.js';
import { checkOptions, keyOf } from '../schema/library.js';
import type { Option, OptionTable } from '../schema/option.js';
import { BALANCER_TABLE } from './option-table.js';
import type { BalancerOptions } from './options.js';

/** The options that can be changed while a balancer runs. */
export const LIVE_SETTINGS = [
  'choices',
  'sample',
  'ewmaDecayMs',
  'maxConnections',
  'maxPerBackend',
  'queueMax',
  'queueTimeoutMs',
  'rateLimit',
  'stickyTtlMs',
  'onFailover',
  'stickyKey',
  'stickyMax',
  'slowStartMs',
  'healthCheck',
  'healthCheckIntervalMs',
  'healthCheckTimeoutMs',
  'healthCheckRise',
  'healthCheckFall',
  'dnsIntervalMs',
  'observe',
  'allow',
  'deny',
  'waitForBackendTimeoutMs',
  'connectTimeoutMs',
  'idleTimeoutMs',
  'halfCloseTimeoutMs',
  'tcpKeepaliveMs',
  'sendProxy',
  'reroute',
  'drainTimeoutMs',
] as const satisfies readonly (keyof BalancerOptions)[];

/** Those that the health checks go by. */
export const HEALTH_SETTINGS: readonly string[] = [
  'healthCheck',
  'healthCheckIntervalMs',
  'healthCheckTimeoutMs',
  'healthCheckRise',
  'healthCheckFall',
  'dnsIntervalMs',
  'observe',
  'sendProxy',
];

/** Settings of a balancer that can be changed while it runs, as in `BalancerOptions`. */
export type LiveSettings = Required<Pick<BalancerOptions, (typeof LIVE_SETTINGS)[number]>>;

/** New values; null for the one that was configured. */
export type SettingsUpdate = { readonly [Name in keyof LiveSettings]?: LiveSettings[Name] | null };

/** Those of the table of all options. */
const TABLE: OptionTable = Object.fromEntries(
  Object.entries<Option<unknown>>(BALANCER_TABLE).filter(([name, option]) => isLive(keyOf(name, option))),
);

/** Whether an option of that key can be changed while a balancer runs. */
export function isLive(key: string): key is keyof LiveSettings {
  return (LIVE_SETTINGS as readonly string[]).includes(key);
}

export function liveSettingsOf(options: LiveSettings): LiveSettings {
  return Object.fromEntries(LIVE_SETTINGS.map((name) => [name, options[name]])) as unknown as LiveSettings;
}

/**
 * The values that an update asks for.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`, also for an option that cannot be changed while the balancer runs
 */
export function resolveUpdate(update: SettingsUpdate, configured: LiveSettings): Partial<LiveSettings> {
  const given = update as SettingsUpdate | null; // no compiler may have checked it
  const undone = LIVE_SETTINGS.filter((name) => given?.[name] === null);
  const defaults = Object.fromEntries(undone.map((name) => [name, configured[name]]));
  const values = (undone.length === 0 ? given : { ...given, ...defaults }) as Partial<LiveSettings>;
  checkOptions('SettingsUpdate', values, TABLE, {});
  return defined(values);
}
