import type { BalancerView } from './model.js';
import { timeText } from '../../lib/schema/time-text.js';

/** An option of `lbsim balance` that can be changed while it runs. */
export interface LiveOption {
  /** On the command line: `queue-timeout`. */
  readonly name: string;
  /** In the API: `queueTimeoutMs`. */
  readonly key: keyof BalancerView['config'];
  readonly group: string;
  readonly help: string;
  readonly form: 'time' | 'number' | 'flag' | 'list' | 'text';
  /** All that it may be; absent where it may be something else as well. */
  readonly words?: readonly string[];
  /** A value that has a word of its own, such as `off`. */
  readonly word?: { readonly text: string; readonly value: unknown };
}

/** The build fills in what the table of options has. */
declare const LIVE_OPTIONS: readonly LiveOption[];

export const liveOptions = LIVE_OPTIONS;

/** A value of the API as the command line has it. */
export function textOf({ form, word }: Pick<LiveOption, 'form' | 'word'>, value: unknown): string {
  if (word !== undefined && JSON.stringify(value) === JSON.stringify(word.value)) return word.text;
  if (form === 'flag') return value === true ? 'on' : 'off';
  return form === 'time' && typeof value === 'number' ? timeText(value) : String(value);
}

/** What is to be sent so that the option has the value that the text says. */
export function changeTo(
  { key, form, word }: Omit<LiveOption, 'name'>,
  text: string,
): Readonly<Record<string, unknown>> {
  if (form === 'time') return { [key.replace(/Ms$/, '')]: text };
  if (text.toLowerCase() === word?.text) return { [key]: word.text };
  if (form === 'flag') return { [key]: text === 'on' };
  if (form === 'list') return { [key]: text.split(',').map((each) => each.trim()) };
  return { [key]: form === 'number' ? numberOf(text, word?.value) : text };
}

/** As the command line reads it; the text, which is refused, where it is none. One that has a word is said by that word alone. */
function numberOf(text: string, worded: unknown): number | string {
  const value = /^[+-]?\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  // JSON has no Infinity: what it has instead, null, would undo what was set.
  return Number.isFinite(value) && value !== worded ? value : text;
}
