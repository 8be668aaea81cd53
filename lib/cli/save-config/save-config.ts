import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { YAMLParseError } from 'yaml';
import { lacksPassword, withoutPassword } from '../../cluster/address.js';
import { fileErrorReason, LbsimError, systemErrorCode } from '../../errors.js';
import { BACKEND_LISTS } from '../../reload/configuration.js';
import { numberOrText } from '../../reload/in-file.js';
import { optionText } from '../../schema/option-text.js';
import type { Option, OptionTable } from '../../schema/option.js';
import { ConfigText } from './config-text.js';
import { readSettings, type Settings } from './read-settings.js';
import { haveSameBackends, saveBackends } from './save-backends.js';

type FileSettings = Readonly<Record<string, unknown>>;

/**
 * Writes a configuration to a file. In a file that there is, only values that differ are changed: all else stays byte for
 * byte. What is shown without its password is not written; one of the file that is the same but for the password stays.
 *
 * @param table - of all options
 * @param configuration - as a config file has it
 * @returns the options that the file lacks, as their passwords are not known
 * @throws LbsimError `ERR_CONFIG_FILE`: the file is no YAML, cannot be read or written, or cannot be changed so
 */
export async function saveConfig(
  path: string,
  configuration: FileSettings,
  table: OptionTable,
): Promise<readonly string[]> {
  const before = textOf(path);
  const { settings, lacking } = await withPasswords(path, before, configuration, table);
  const isNewJson = before.trim() === '' && path.endsWith('.json');
  const after = isNewJson
    ? `${JSON.stringify(settings, null, 2)}\n`
    : await merged(path, before, settings, table);
  attempt(path, 'written', () => writeFileSync(path, after));
  return lacking;
}

/** A configuration with the passwords that the file has, and without what lacks one. */
async function withPasswords(
  path: string,
  before: string,
  configuration: FileSettings,
  table: OptionTable,
): Promise<{ readonly settings: FileSettings; readonly lacking: readonly string[] }> {
  const isHidden = (shown: unknown): boolean => typeof shown === 'string' && lacksPassword(shown);
  if (!Object.values(configuration).some(isHidden)) return { settings: configuration, lacking: [] };
  asYaml(path, 'is not YAML', () => new ConfigText(before));
  const { values } = await readSettings(before, table);
  const known = Object.entries(configuration).map(([key, shown]): [key: string, value: unknown] => {
    const own = values[key];
    const isSame = typeof own === 'string' && withoutPassword(own) === shown;
    return [key, isHidden(shown) ? (isSame ? own : undefined) : shown];
  });
  return {
    settings: Object.fromEntries(known.filter(([, value]) => value !== undefined)),
    lacking: known.filter(([, value]) => value === undefined).map(([key]) => key),
  };
}

async function merged(
  path: string,
  before: string,
  settings: FileSettings,
  table: OptionTable,
): Promise<string> {
  const text = asYaml(path, 'is not YAML', () => new ConfigText(before));
  const present = await readSettings(before, table);
  const wanted = await readSettings(JSON.stringify(settings), table);
  asYaml(path, 'cannot be changed in its form', () => {
    for (const key of differences(present, wanted, table)) saveOption(text, present, settings, table, key);
    saveBackends(text, present, settings);
  });
  const saved = await readSettings(text.toString(), table);
  if (differences(saved, wanted, table).length > 0 || !haveSameBackends(saved, wanted))
    throw configError(`config file '${path}' cannot be changed in its form: save to another file`);
  return text.toString();
}

function saveOption(
  text: ConfigText,
  file: Settings,
  settings: FileSettings,
  table: OptionTable,
  key: string,
): void {
  const option = table[key] as Option<unknown>;
  if (Object.hasOwn(settings, key)) saveValue(text, file, key, settings[key]);
  else if (option.value === undefined) text.delete([key]);
  else text.set([key], numberOrText(optionText(option, option.value) ?? ''));
}

/** The options whose values differ, but for the lists of backends; and those of the file that are wrong. */
function differences(file: Settings, wanted: Settings, table: OptionTable): readonly string[] {
  return Object.entries(table)
    .filter(([key, { value }]) => {
      const isWrong = file.has(key) && file.itemsOf(key) === undefined;
      const isSame = isDeepStrictEqual(file.values[key] ?? value, wanted.values[key] ?? value);
      return (isWrong || !isSame) && !(BACKEND_LISTS as readonly string[]).includes(key);
    })
    .map(([key]) => key);
}

/** Of a list, items that are right stay where they are. */
function saveValue(text: ConfigText, file: Settings, key: string, value: unknown): void {
  const present = file.isList(key) ? (file.itemsOf(key) ?? []) : [];
  const wanted: readonly unknown[] = Array.isArray(value) ? value : [];
  const kept = present.filter((item) => wanted.includes(item));
  const added = wanted.filter((item) => !present.some((each) => each === item));
  if (kept.length === 0 || !isDeepStrictEqual([...kept, ...added], wanted)) {
    text.set([key], value);
    return;
  }
  for (const item of added) text.append([key], item);
  for (const [index, item] of [...present.entries()].toReversed())
    if (!kept.includes(item)) text.delete([key, index]);
}

/** @throws LbsimError `ERR_CONFIG_FILE` where there is no YAML, before or after a change */
function asYaml<T>(path: string, wrong: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    const [reason] = cause.message.split('\n');
    throw configError(`config file '${path}' ${wrong} (${reason}): save to another file`, cause);
  }
}

/** Empty if the file does not exist yet. */
function textOf(path: string): string {
  return attempt(path, 'read', () => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return '';
      throw error;
    }
  });
}

function attempt<T>(path: string, done: string, operation: () => T): T {
  try {
    return operation();
  } catch (cause) {
    const message = `config file '${path}' cannot be ${done} (${fileErrorReason(cause)}): check the path`;
    throw configError(message, cause);
  }
}

function configError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_CONFIG_FILE', message, { cause });
}
