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
export function changeTo({ key, form, word }: Omit<LiveOption, 'name'>, text: string): object {
  if (form === 'time') return { [key.replace(/Ms$/, '')]: text };
  if (text === word?.text) return { [key]: text };
  if (form === 'flag') return { [key]: text === 'on' };
  if (form === 'list') return { [key]: text.split(',').map((each) => each.trim()) };
  return { [key]: form === 'number' && /\d/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : text };
}
