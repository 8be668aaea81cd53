import { defined } from '../defined.js';
import { checkOptions } from '../schema/library.js';
import { BALANCER_TABLE } from './option-table.js';
import type { BalancerOptions } from './options.js';

/** The options that can be changed while a balancer runs. */
export const LIVE_SETTINGS = [
  'maxConnections',
  'maxPerBackend',
  'queueMax',
  'queueTimeoutMs',
  'rateLimit',
  'stickyTtlMs',
  'onFailover',
] as const satisfies readonly (keyof BalancerOptions)[];

/** Settings of a balancer that can be changed while it runs, as in `BalancerOptions`. */
export type LiveSettings = Required<Pick<BalancerOptions, (typeof LIVE_SETTINGS)[number]>>;

/** New values; null for the one that was configured. */
export type SettingsUpdate = { readonly [Name in keyof LiveSettings]?: LiveSettings[Name] | null };

const TABLE = {
  'max-connections': BALANCER_TABLE['max-connections'],
  'max-per-backend': BALANCER_TABLE['max-per-backend'],
  'queue-max': BALANCER_TABLE['queue-max'],
  'queue-timeout': BALANCER_TABLE['queue-timeout'],
  'rate-limit': BALANCER_TABLE['rate-limit'],
  'sticky-ttl': BALANCER_TABLE['sticky-ttl'],
  'on-failover': BALANCER_TABLE['on-failover'],
};

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
