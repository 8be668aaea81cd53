import { isDeepStrictEqual } from 'node:util';
import type { Option } from './option.js';

/** A value as the command line has it; null for none. */
export function optionText({ kind, value, defaultText }: Option<unknown>, given: unknown): string | null {
  if (given === undefined) return null;
  // Some defaults can be written as a word only, such as unlimited.
  return defaultText !== undefined && isDeepStrictEqual(given, value) ? defaultText : kind.show(given);
}

/** The value that a text stands for. @throws LbsimError of kind `usage` whose message begins with the bad value */
export function optionValue(option: Option<unknown>, text: string): unknown {
  return isDefaultText(option, text) ? option.value : option.kind.parse(text);
}

/** Whether it is what `--help` shows as the default, such as `off`, `none` or `unlimited`, which says the same as leaving it out. */
export function isDefaultText(option: Option<unknown> | undefined, text: unknown): boolean {
  return typeof text === 'string' && text.trim().toLowerCase() === option?.defaultText?.toLowerCase();
}

/** Whether it is such a word that the option's kind has no other way to say, unlike `5s` or `keep`. */
export function isDefaultWord(option: Option<unknown>, text: unknown): boolean {
  return isDefaultText(option, text) && option.defaultText !== option.kind.show(option.value);
}
