import { isLive, LIVE_SETTINGS, type SettingsUpdate } from '../control/live-settings.js';
import { BALANCER_TABLE } from '../control/option-table.js';
import { keyOf } from '../schema/library.js';
import { isDefaultWord, optionText } from '../schema/option-text.js';
import type { Option } from '../schema/option.js';
import { bodyTime, refuseUnknownKeys } from './json-body.js';
import { ApiProblem } from './problem.js';

/** What is to be changed of a balancer; null undoes what the operator has changed. */
export interface BalancerChange {
  /** Undefined to leave it. */
  readonly algorithm: unknown;
  readonly settings: SettingsUpdate;
}

const KEYS: readonly string[] = ['algorithm', ...LIVE_SETTINGS];
const MS = 'Ms';
const OPTIONS: readonly (readonly [key: string, option: Option<unknown>])[] = Object.entries<Option<unknown>>(
  BALANCER_TABLE,
).map(([name, option]) => [keyOf(name, option), option]);
/** Those that can be changed. */
const LIVE = new Map(OPTIONS.filter(([key]) => isLive(key)));
/** What is settled at the start, as in the library. */
const FIXED = OPTIONS.map(([key]) => key)
  .concat('workers')
  .filter((key) => !KEYS.includes(key));

/**
 * Reads a change. Times are in milliseconds under the library's keys (`queueTimeoutMs`), or as the command line has them under
 * those without `Ms` (`queueTimeout`: `30s`). What the command line shows as a default is a value: `off`, `none`, `all`, `unlimited`.
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
  return { algorithm, settings: part(values, LIVE_SETTINGS) };
}

/** A setting as the log has it: a list of no networks is `all` or `none`, and null undoes. */
export function loggedValue(key: string, value: unknown): unknown {
  if (value === null) return 'default';
  const option = LIVE.get(key);
  const text = option && optionText(option, value);
  return option && isDefaultWord(option, text) ? text : value;
}

/** A word such as `off`, `all` or `unlimited` is the value that it stands for on the command line. */
function read(key: string, value: unknown): readonly [key: string, value: unknown] {
  const isWritten = !KEYS.includes(key) && KEYS.includes(key + MS);
  const whole = isWritten ? key + MS : key;
  const option = LIVE.get(whole);
  if (option !== undefined && isDefaultWord(option, value)) return [whole, option.value];
  return [whole, isWritten && value !== null ? bodyTime(key, value) : value];
}

function part(values: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
