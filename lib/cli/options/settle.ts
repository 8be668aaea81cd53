import { optionError } from '../../errors.js';
import { type Option, type OptionTable, type Values } from './option.js';
import { commandLine, configFile, environment, located, type Given, type Source } from './sources.js';

/** Where a command's options may come from. */
export interface Sources {
  readonly argv: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The values of all options: from the command line, or else the environment, or else the config file, or else the
 * default.
 *
 * @throws LbsimError of kind `usage` for the first that is wrong or missing
 */
export async function settle<Table extends OptionTable>(
  table: Table,
  { argv, env }: Sources,
): Promise<Values<Table>> {
  const sources = [commandLine(argv), environment(env)];
  const config = firstGiven('config', sources).at(-1);
  if (config !== undefined && !isDefaultText(config.text, table.config)) {
    const known = Object.keys(table).filter((name) => name !== 'config');
    sources.push(await configFile(config.text, known));
  }
  const values = Object.entries(table).map(
    ([name, option]) => [name, valueOf(name, option, sources)] as const,
  );
  return Object.fromEntries(values) as Values<Table>;
}

function valueOf<T>(name: string, option: Option<T>, sources: readonly Source[]): T {
  const given = firstGiven(name, sources);
  const last = given.at(-1);
  if (last === undefined) {
    if (option.fallback === undefined) throw optionError(`--${name} is missing: ${option.describe}`);
    return option.fallback.value;
  }
  const meant = option.joinedBy === undefined ? [last] : given;
  if (option.fallback !== undefined && meant.every(({ text }) => isDefaultText(text, option)))
    return option.fallback.value;
  if (option.joinedBy === undefined) return located(last, option.parse);
  return located(
    { where: last.where, text: given.map(({ text }) => text).join(option.joinedBy) },
    option.parse,
  );
}

/** Whether it is what `--help` shows as the default, such as `off`, `none` or `unlimited`, which says the same as leaving it out. */
function isDefaultText(text: string, option: Option<unknown> | undefined): boolean {
  return text.trim().toLowerCase() === option?.defaultText?.toLowerCase();
}

function firstGiven(name: string, sources: readonly Source[]): readonly Given[] {
  for (const source of sources) {
    const given = source(name);
    if (given.length > 0) return given;
  }
  return [];
}
