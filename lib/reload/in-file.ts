import type { Option } from '../schema/option.js';
import { optionText } from '../schema/option-text.js';

/** A value as a person would write it: a number where it is one, a list where there are several. */
export function inFile(option: Option<unknown>, value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value;
  return numberOrText(optionText(option, value) ?? '');
}

export function numberOrText(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text;
}
