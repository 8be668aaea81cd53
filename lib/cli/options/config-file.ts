import { readBounded } from '../../bounded-file.js';
import { didYouMean } from '../../did-you-mean.js';
import { fileErrorReason, LbsimError } from '../../errors.js';
import { shown } from '../../option-shape.js';
import type { OptionTable } from '../../schema/option.js';
import type { Given, Source } from './sources.js';

const MAX_CONFIG_BYTES = 1024 * 1024;

/** A config file as it was read: texts as written, under its keys. */
export interface ConfigFile {
  readonly path: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Reads a JSON or YAML file. Its values are text as written: `1.10`, `007`, `0x10`.
 *
 * @throws LbsimError `ERR_CONFIG_FILE` when it cannot be read or parsed, or has no keys
 */
export async function readConfig(path: string): Promise<ConfigFile> {
  return parseConfig(path, readText(path));
}

/** @throws LbsimError `ERR_CONFIG_FILE` */
export async function parseConfig(path: string, text: string): Promise<ConfigFile> {
  const { readYaml, yamlProblem } = await import('../../yaml-document.js');
  let settings: unknown;
  try {
    settings = readYaml(text, () => true) ?? {};
  } catch (cause) {
    throw configError(`config file '${path}': ${yamlProblem(cause)}`, cause);
  }
  if (typeof settings !== 'object' || Array.isArray(settings))
    throw configError(`config file '${path}' holds no options: write lines such as 'port: 8080'`);
  return { path, settings: settings as ConfigFile['settings'] };
}

/** @throws LbsimError `ERR_CONFIG_FILE` for the first key that is not an option of the table, or has no value of one */
export function configFile({ path, settings }: ConfigFile, table: OptionTable): Source {
  for (const [key, value] of Object.entries(settings)) {
    const wrong = wrongKey(key, value, table, ` in ${path}`);
    if (wrong !== undefined) throw configError(wrong);
  }
  return (name) => itemsOf(settings[name]).map((given) => ({ given, where: `${name} in ${path}` }));
}

/** What is wrong with a key or the structure of its value, if anything is. `$schema` is for editors. */
export function wrongKey(key: string, value: unknown, table: OptionTable, where: string): string | undefined {
  if (key === '$schema') return undefined;
  const option = key === 'config' || !Object.hasOwn(table, key) ? undefined : table[key];
  if (option === undefined) {
    const known = Object.keys(table).filter((name) => name !== 'config');
    return `unknown key '${key}'${where}${didYouMean(key, known)}: use the options of the command`;
  }
  const isItem = (one: unknown): boolean =>
    typeof one === 'string' || (option.kind.readObject !== undefined && isObject(one));
  if (typeof value === 'string') return undefined;
  if (!Array.isArray(value))
    return `${key}${where} is ${shown(value)}: write a string, a number or a list of them, or leave it out`;
  const bad = value.findIndex((item) => !isItem(item));
  if (bad < 0) return undefined;
  return `item ${bad + 1} of ${key}${where} is ${shown(value[bad])}: write a string or a number, or leave it out`;
}

/** The texts and objects of a value, one or a list. */
export function itemsOf(value: unknown): readonly Given['given'][] {
  return value === undefined ? [] : ([value].flat() as Given['given'][]);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws LbsimError `ERR_CONFIG_FILE` when it cannot be read */
export function readText(path: string): string {
  try {
    return readBounded(path, MAX_CONFIG_BYTES);
  } catch (cause) {
    throw configError(
      `config file '${path}' cannot be read (${fileErrorReason(cause)}): check the path`,
      cause,
    );
  }
}

function configError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_CONFIG_FILE', message, { kind: 'usage', cause });
}
