import type { Option } from '../schema/option.js';

/** A value as the command line has it; null for none. */
export function optionText({ kind, value, defaultText }: Option<unknown>, given: unknown): string | null {
  if (given === undefined) return null;
  // Some defaults can be written as a word only, such as unlimited.
  return given === value && defaultText !== undefined ? defaultText : kind.show(given);
}
