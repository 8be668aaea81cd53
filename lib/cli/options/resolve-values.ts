import { LbsimError, optionError } from '../../errors.js';
import type { Option, OptionTable, Values } from '../../schema/option.js';
import { configFile, readConfig } from './config-file.js';
import { fromCommandLine, environment, type Given, type Source } from './sources.js';

/** Where a command's options may come from. */
export interface Sources {
  /** The command, whose own variables win over those of all commands. */
  readonly command?: string;
  readonly argv: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The values of all options: from the command line, or else the environment, or else the config file, or else the
 * default.
 *
 * @throws LbsimError of kind `usage` for the first that is wrong or missing
 */
export async function resolveValues<Table extends OptionTable>(
  table: Table,
  { command = '', argv, env }: Sources,
): Promise<Values<Table>> {
  const sources = [fromCommandLine(argv), environment(env, command)];
  const config = firstGiven('config', sources).at(-1);
  if (config !== undefined && !isDefaultText(config, table.config))
    sources.push(configFile(await readConfig(config.given as string), table));
  const values = Object.entries(table).map(
    ([name, option]) => [name, valueOf(name, option, sources)] as const,
  );
  return Object.fromEntries(values) as Values<Table>;
}

/** @throws LbsimError of kind `usage` when the option is wrong, or missing without a default */
export function valueOf<T>(name: string, option: Option<T>, sources: readonly Source[]): T | undefined {
  const { kind, value } = option;
  const given = firstGiven(name, sources);
  const last = given.at(-1);
  if (last === undefined) {
    if (option.required) throw optionError(`--${name} is missing: ${option.help}`);
    return value;
  }
  const meant = kind.joinedBy === undefined ? [last] : given;
  if (!option.required && meant.every((each) => isDefaultText(each, option))) return value;
  try {
    return read(meant, option);
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`${last.where}: ${error.message}`, error);
    throw error;
  }
}

function read<T>(meant: readonly Given[], { kind }: Option<T>): T {
  const texts = meant.map(({ given }) => given);
  const { joinedBy = '', readObject } = kind;
  if (texts.every((each) => typeof each === 'string')) return kind.parse(texts.join(joinedBy));
  return texts.flatMap((each) =>
    typeof each === 'string' ? kind.parse(each) : (readObject?.(each) as never),
  ) as T;
}

/** Whether it is what `--help` shows as the default, such as `off`, `none` or `unlimited`, which says the same as leaving it out. */
function isDefaultText({ given }: Given, option: Option<unknown> | undefined): boolean {
  return typeof given === 'string' && given.trim().toLowerCase() === option?.defaultText?.toLowerCase();
}

function firstGiven(name: string, sources: readonly Source[]): readonly Given[] {
  for (const source of sources) {
    const given = source(name);
    if (given.length > 0) return given;
  }
  return [];
}
