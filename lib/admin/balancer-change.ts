import { isLive, LIVE_SETTINGS, type SettingsUpdate } from '../control/live-settings.js';
import { BALANCER_TABLE } from '../control/option-table.js';
import { keyOf } from '../schema/library.js';
import { isDefaultWord, optionText } from '../schema/option-text.js';
import type { Option, OptionTable } from '../schema/option.js';
import { BACKEND_METRICS_TABLE, METRICS_TABLE } from '../metrics/option-table.js';
import { ADMIN_TABLE } from './option-table.js';
import { bodyTime, invalidBody, refuseUnknownKeys } from './json-body.js';
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
/** By which name the command line has an option. */
const NAMES = new Map(
  Object.entries<Option<unknown>>(BALANCER_TABLE).map(([name, option]) => [keyOf(name, option), name]),
);
/** Those that can be changed. */
const LIVE = new Map(OPTIONS.filter(([key]) => isLive(key)));
/** What only the command has, beside the tables of options. */
const OF_COMMAND = [
  ...['workers', 'backup', 'open', 'watch', 'config'],
  ...['logConnections', 'logLevel', 'logFormat', 'logFile', 'noColor'],
];
const COMMAND_TABLE: OptionTable = { ...ADMIN_TABLE, ...METRICS_TABLE, ...BACKEND_METRICS_TABLE };
/** What is settled at the start, as in the library. */
const FIXED = [...OPTIONS.map(([key]) => key), ...OF_COMMAND]
  .concat(Object.entries(COMMAND_TABLE).map(([name, option]) => keyOf(name, option)))
  .flatMap((key) => [key, key.replace(/Ms$/, '')])
  .filter((key) => !KEYS.includes(key));

/**
 * Reads a change. Times are in milliseconds under the library's keys (`queueTimeoutMs`), or as the command line has them under
 * those without `Ms` (`queueTimeout`: `30s`). What the command line shows as a default is a value: `off`, `none`, `all`, `unlimited`.
 *
 * @throws ApiProblem `needs-restart`, `invalid`
 */
export function balancerChangeOf(body: Readonly<Record<string, unknown>>): BalancerChange {
  const settings = Object.entries(body).map(([key, value]) => read(key, value));
  const values = Object.fromEntries(settings);
  refuseGivenTwice(
    body,
    settings.map(([key]) => key),
  );
  const fixed = Object.keys(values).filter((key) => FIXED.includes(key));
  if (fixed.length > 0)
    throw new ApiProblem(
      'needs-restart',
      `${fixed.join(', ')} cannot be changed while the balancer runs: restart it`,
      { members: { keys: fixed } },
    );
  refuseUnknownKeys(values, KEYS);
  const { algorithm } = values;
  return { algorithm, settings: part(values, LIVE_SETTINGS) };
}

/** A setting as the command line has it: its name, and its value, which is `default` where it is undone; numbers stay numbers. */
export function settingInWords(
  key: string,
  value: unknown,
): { readonly target: string; readonly value: unknown } {
  const target = NAMES.get(key) ?? key;
  const option = LIVE.get(key);
  if (value === null || option === undefined) return { target, value: value ?? 'default' };
  const text = optionText(option, value);
  const isPlain = typeof value === 'number' && option.kind.suffix === '' && !isDefaultWord(option, text);
  return { target, value: isPlain ? value : text };
}

/** A word such as `off`, `all` or `unlimited` is the value that it stands for on the command line. */
function read(key: string, value: unknown): readonly [key: string, value: unknown] {
  const isWritten = !KEYS.includes(key) && KEYS.includes(key + MS);
  const whole = isWritten ? key + MS : key;
  const option = LIVE.get(whole);
  if (option !== undefined && isDefaultWord(option, value)) return [whole, option.value];
  return [whole, isWritten && value !== null ? bodyTime(key, value) : value];
}

/** A time may be given under either of two keys, but once. @param keys - in the order of the body, as the library has them */
function refuseGivenTwice(body: object, keys: readonly string[]): void {
  const at = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (at < 0) return;
  const given = Object.keys(body).filter((_, index) => keys[index] === keys[at]);
  throw invalidBody(`/${given[1]}`, `${given.join(' and ')} are one setting: give one of them`);
}

function part(values: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
