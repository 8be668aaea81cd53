import { readBounded } from '../../bounded-file.js';
import { didYouMean } from '../../did-you-mean.js';
import { fileErrorReason, LbsimError } from '../../errors.js';
import { loadWithRoom } from '../../load-with-room.js';
import { shown } from '../../option-shape.js';
import type { Option, OptionTable } from '../../schema/option.js';
import { readParts } from '../../schema/parts.js';
import type { Place, Problem } from '../../yaml-document.js';
import { shellWords } from '../shell-words.js';
import { valueOf } from './value-of.js';
import type { Given, Source } from './sources.js';

/** Of a config file. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

/** What a config file gives for an option: a value, or one of its list. */
export interface Item extends Place {
  readonly key: string;
  readonly given: Given['given'];
}

/** A config file as it was read: texts as written, under its keys. */
export interface ConfigFile {
  readonly settings: Readonly<Record<string, unknown>>;
  /** What is wrong with it for any command. */
  readonly problems: readonly Problem[];
  readonly placeOf: (key: string, index?: number) => Place;
}

/** What a file says to a command. */
export interface Reading {
  /** What is right by itself, in the order of the file. */
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
}

/**
 * Parses JSON or YAML. Its values are text as written: `1.10`, `007`, `0x10`; without content it has no keys.
 */
export async function parseConfig(text: string): Promise<ConfigFile> {
  const { parseYaml } = await loadWithRoom(() => import('../../yaml-document.js'));
  const { value = {}, problems, placeOf } = parseYaml(text, () => true);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { settings: value as ConfigFile['settings'], problems, placeOf };
  const message = "it holds no options: write lines such as 'port: 8080'";
  return { settings: {}, problems: [...problems, { ...placeOf(''), message }], placeOf };
}

/** All that is wrong with each key and each value by itself. `$schema` is for editors. */
export function readFor(table: OptionTable, { settings, problems, placeOf }: ConfigFile): Reading {
  const items: Item[] = [];
  const found = [...problems];
  for (const [key, value] of Object.entries(settings)) {
    if (key === '$schema') continue;
    const option = key === 'config' || !Object.hasOwn(table, key) ? undefined : table[key];
    const message = option === undefined ? unknownKey(key, table) : wrongStructure(key, value, option);
    if (option === undefined || message !== undefined) {
      found.push({ ...placeOf(key), message: message ?? '' });
      continue;
    }
    for (const [index, given] of [value].flat().entries()) {
      const place = placeOf(key, Array.isArray(value) ? index : undefined);
      const errors = itemErrors(key, given, index, option);
      found.push(...errors.map((each) => ({ ...place, message: each })));
      if (errors.length === 0) items.push({ ...place, key, given: given as Given['given'] });
    }
  }
  return { items, problems: found };
}

function unknownKey(key: string, table: OptionTable): string {
  const known = Object.keys(table).filter((name) => name !== 'config');
  return `unknown key '${key}'${didYouMean(key, known)}: use the options of the command`;
}

function wrongStructure(
  key: string,
  value: unknown,
  { kind, mayBeEmpty }: Option<unknown>,
): string | undefined {
  if (typeof value === 'string') return undefined;
  const isList = kind.joinedBy !== undefined;
  if (isList && mayBeEmpty !== true && Array.isArray(value) && value.length === 0)
    return `${key} is an empty list: write its items, or leave it out`;
  if (Array.isArray(value)) return isList ? undefined : `${key} is the list ${shown(value)}: write one value`;
  const wanted = isList ? 'a string, a number or a list of them' : 'a string or a number';
  return `${key} is ${shown(value)}: write ${wanted}, or leave it out`;
}

/** All that is wrong with one value, or with one of a list. */
function itemErrors(key: string, given: unknown, index: number, option: Option<unknown>): readonly string[] {
  const { joinedBy, parts } = option.kind;
  if (typeof given === 'string') {
    const whole = errorIn(key, [given], option);
    if (whole === undefined) return [];
    const each =
      joinedBy === undefined ? [] : given.split(joinedBy).map((one) => errorIn(key, [one], option));
    const single = each.filter((error) => error !== undefined);
    return single.length > 0 ? single : [whole];
  }
  if (parts !== undefined && typeof given === 'object' && given !== null && !Array.isArray(given))
    return readParts({ ...given }, parts({ ...given })).errors.map((error) => `${key}: ${error}`);
  return [`item ${index + 1} of ${key} is ${shown(given)}: write a string or a number, or leave it out`];
}

/** What is wrong with values that are given for one option together, if anything is. */
export function errorIn(
  key: string,
  given: readonly Given['given'][],
  option: Option<unknown>,
): string | undefined {
  try {
    together(key, given, option);
    return undefined;
  } catch (error) {
    if (error instanceof LbsimError) return error.message;
    throw error;
  }
}

/** The value of what is given for one option together. @throws LbsimError of kind `usage` */
export function together(key: string, given: readonly Given['given'][], option: Option<unknown>): unknown {
  return valueOf(key, option, [() => given.map((each) => ({ given: each, where: key }))]);
}

/**
 * Options from a file.
 *
 * @throws LbsimError `ERR_CONFIG_FILE` when it cannot be read, or for the first problem in it
 */
export async function configFile(path: string, table: OptionTable): Promise<Source> {
  const { items, problems } = readFor(table, await parseConfig(readText(path)));
  const [problem] = problems.toSorted(byPlace);
  if (problem !== undefined)
    throw configError(
      `${path}:${problem.line}:${problem.column}: ${problem.message}; see all errors with '${shellWords(['lbsim', 'config', 'check', path])}'`,
    );
  return sourceOfItems(items, path);
}

/** What the items say, each at its place in the file. */
export function sourceOfItems(items: readonly Item[], path = ''): Source {
  return (name) =>
    items
      .filter(({ key }) => key === name)
      .map(({ key, given, line, column }) => ({ given, where: `${path}:${line}:${column}: ${key}` }));
}

export function byPlace(one: Place, other: Place): number {
  return one.line - other.line || one.column - other.column;
}

/** @param what - how the error names it @throws LbsimError `ERR_CONFIG_FILE` when it cannot be read */
export function readText(path: string, what = 'config file'): string {
  try {
    return readBounded(path, MAX_CONFIG_BYTES);
  } catch (cause) {
    const message = `${what} '${path}' cannot be read (${fileErrorReason(cause)}): check the path`;
    throw configError(message, cause);
  }
}

/** @throws LbsimError `ERR_CONFIG_FILE` when it is too long */
export async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += piece as string;
    if (text.length > MAX_CONFIG_BYTES)
      throw configError(`standard input has more than ${MAX_CONFIG_BYTES} characters: give a config file`);
  }
  return text;
}

function configError(message: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_CONFIG_FILE', message, { kind: 'usage', cause });
}
