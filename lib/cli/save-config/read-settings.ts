import type { OptionTable } from '../../schema/option.js';
import { parseConfig, readFor, together, type Item } from '../options/config-file.js';

/** What a config file says. */
export interface Settings {
  /** By the names of the options, as far as they are right. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether it has a key. */
  readonly has: (key: string) => boolean;
  /** The items of a value that is a list, or the only one; undefined where one of them is wrong. */
  readonly itemsOf: (key: string) => readonly Item['given'][] | undefined;
  readonly isList: (key: string) => boolean;
}

export async function readSettings(text: string, table: OptionTable): Promise<Settings> {
  const file = await parseConfig(text);
  const { items } = readFor(table, file);
  const rightOf = (name: string): Item['given'][] =>
    items.filter(({ key }) => key === name).map(({ given }) => given);
  const values = Object.entries(table)
    .filter(([key]) => rightOf(key).length > 0)
    .map(([key, option]) => [key, together(key, rightOf(key), option)] as const);
  return {
    values: Object.fromEntries(values),
    has: (key) => Object.hasOwn(file.settings, key),
    itemsOf: (key) => (rightOf(key).length === [file.settings[key]].flat().length ? rightOf(key) : undefined),
    isList: (key) => Array.isArray(file.settings[key]),
  };
}
