import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml';
import { backendList } from '../../control/backend-list.js';
import { isLookedUp, writtenWhole, type BackendEntry } from '../../discovery/entries.js';
import { fileErrorReason, LbsimError, systemErrorCode } from '../../errors.js';
import { backendsOf } from '../../reload/configuration.js';
import { optionText } from '../../schema/option-text.js';
import type { OptionTable } from '../../schema/option.js';
import { parseConfig, readFor, together } from '../options/config-file.js';

const BACKENDS = ['backends', 'backup'];
const NO_BACKEND = { name: '', host: '', port: 0, weight: 1 };

/**
 * Writes a configuration to a file. In a YAML file that there is, only values that differ are changed: comments, order and
 * everything else stay.
 *
 * @param table - of all options
 * @param settings - as a config file has them
 * @throws LbsimError `ERR_CONFIG_FILE`: the file is no YAML, or cannot be read or written
 */
export async function saveConfig(
  path: string,
  settings: Readonly<Record<string, unknown>>,
  table: OptionTable,
): Promise<void> {
  const before = textOf(path);
  const isJson = path.endsWith('.json');
  const after = isJson
    ? `${JSON.stringify(settings, null, 2)}\n`
    : await merged(path, before, settings, table);
  attempt(path, 'written', () => writeFileSync(path, after));
}

async function merged(
  path: string,
  before: string,
  settings: Readonly<Record<string, unknown>>,
  table: OptionTable,
): Promise<string> {
  const document = parseDocument(before);
  const [error] = document.errors;
  if (error !== undefined)
    throw configError(
      `config file '${path}' is not YAML (${error.message.split('\n')[0]}): use another file`,
    );
  const [present, wanted] = [await valuesIn(before, table), await valuesIn(JSON.stringify(settings), table)];
  for (const [key, option] of Object.entries(table)) {
    const isThere = document.has(key);
    if (BACKENDS.includes(key)) saveBackends(document, key, settings[key]);
    else if (isDeepStrictEqual(present[key] ?? option.value, wanted[key] ?? option.value)) continue;
    else if (Object.hasOwn(settings, key)) document.set(key, settings[key]);
    else if (isThere && option.value !== undefined) document.set(key, optionText(option, option.value));
    else if (isThere) document.delete(key);
  }
  return document.toString({ lineWidth: 0 });
}

/** The values that a text gives, by the names of the options. */
async function valuesIn(text: string, table: OptionTable): Promise<Readonly<Record<string, unknown>>> {
  const { items } = readFor(table, await parseConfig(text));
  const keys = items.map(({ key }) => key);
  const values = Object.entries(table)
    .filter(([key]) => keys.includes(key))
    .map(([key, option]) => {
      const given = items.filter((item) => item.key === key).map((item) => item.given);
      return [key, together(key, given, option)] as const;
    });
  return Object.fromEntries(values);
}

/** A list stays one, with its entries that are right as they are. */
function saveBackends(document: Document, key: string, entries: unknown): void {
  const list = document.get(key);
  if (!Array.isArray(entries)) {
    document.delete(key);
  } else if (isSeq(list) && list.items.every(isOneBackend)) {
    saveEntries(document, list, entries as readonly unknown[]);
  } else {
    document.set(key, document.createNode(entries));
  }
}

function saveEntries(document: Document, list: YAMLSeq, entries: readonly unknown[]): void {
  const wanted = new Map(entries.map((entry) => [specOf(entry).name, entry]));
  list.items = list.items.filter((item) => {
    const spec = specOf(isMap(item) ? item.toJSON() : isScalar(item) ? item.value : item);
    const entry = wanted.get(spec.name);
    wanted.delete(spec.name);
    if (entry === undefined) return false;
    const { host, port, weight } = specOf(entry);
    if (isDeepStrictEqual(specOf(entry), spec)) return true;
    if (isScalar(item)) item.value = entry;
    if (isMap(item))
      for (const [name, value] of Object.entries({ host, port, weight })) item.set(name, value);
    return true;
  });
  for (const entry of wanted.values()) list.add(document.createNode(entry));
}

/** A text may name several. */
function isOneBackend(item: unknown): boolean {
  return isMap(item) || (isScalar(item) && typeof item.value === 'string' && !item.value.includes(','));
}

interface Entry {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
}

/** An entry of a list of backends: a text, or an object. */
function specOf(entry: unknown): Entry {
  const given = typeof entry === 'string' ? backendList.parse(entry) : [objectOf(entry as object)];
  const [lookedUp] = given.filter(isLookedUp);
  if (lookedUp !== undefined) return { ...NO_BACKEND, name: writtenWhole(lookedUp) };
  const [{ name, host, port, weight } = NO_BACKEND] = backendsOf({ backends: given });
  return { name, host, port, weight };
}

function objectOf(entry: object): BackendEntry {
  const { port, weight = 1, ...others } = entry as Readonly<Record<string, string | number>>;
  return { ...others, port: Number(port), weight: Number(weight) } as BackendEntry;
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
