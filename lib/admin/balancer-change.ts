import { LIVE_SETTINGS, type SettingsUpdate } from '../control/live-settings.js';
import { BALANCER_TABLE } from '../control/option-table.js';
import { keyOf } from '../schema/library.js';
import type { Option } from '../schema/option.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import { bodyTime, invalidBody, refuseUnknownKeys } from './json-body.js';
import { ApiProblem } from './problem.js';

/** What is to be changed of a balancer; null undoes what the operator has changed. */
export interface BalancerChange {
  /** Undefined to leave it. */
  readonly algorithm: unknown;
  readonly options: SchedulerOptions;
  readonly settings: SettingsUpdate;
}

const SCHEDULER_KEYS: readonly string[] = ['choices', 'sample', 'ewmaDecayMs'];
const KEYS: readonly string[] = ['algorithm', ...SCHEDULER_KEYS, ...LIVE_SETTINGS];
const UNLIMITED = 'unlimited';
const MS = 'Ms';
/** What is settled at the start, as in the library. */
const FIXED = Object.entries<Option<unknown>>(BALANCER_TABLE)
  .map(([name, option]) => keyOf(name, option))
  .concat('workers')
  .filter((key) => !KEYS.includes(key));

/**
 * Reads a change. Times are in milliseconds under the library's keys (`queueTimeoutMs`), or as the command line has them under
 * those without `Ms` (`queueTimeout`: `30s`).
 *
 * @throws ApiProblem `needs-restart`, `invalid`
 */
export function balancerChangeOf(body: Readonly<Record<string, unknown>>): BalancerChange {
  const values = Object.fromEntries(Object.entries(body).map(([key, value]) => read(key, value)));
  const fixed = Object.keys(values).filter((key) => FIXED.includes(key));
  if (fixed.length > 0)
    throw new ApiProblem(
      'needs-restart',
      `${fixed.join(', ')} cannot be changed while the balancer runs: start it anew`,
      { members: { keys: fixed } },
    );
  refuseUnknownKeys(values, KEYS);
  const { algorithm } = values;
  const options = part(values, SCHEDULER_KEYS);
  const names = Object.keys(options);
  if (names.length > 0 && typeof algorithm !== 'string')
    throw invalidBody('/algorithm', `${names.join(', ')} without an algorithm: name it as well`);
  return { algorithm, options, settings: part(values, LIVE_SETTINGS) };
}

/** JSON has no Infinity. */
function read(key: string, value: unknown): readonly [key: string, value: unknown] {
  const isWritten = !KEYS.includes(key) && KEYS.includes(key + MS);
  if (isWritten) return [key + MS, value === null ? null : bodyTime(key, value)];
  return [key, value === UNLIMITED ? Infinity : value];
}

function part(values: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
