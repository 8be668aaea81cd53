import { optionError } from '../../errors.js';
import { isDefaultText } from '../../schema/option-text.js';
import type { OptionTable, Values } from '../../schema/option.js';
import { configFile } from './config-file.js';
import { withoutIdle } from './idle-variables.js';
import { fromCommandLine, environment, type Source } from './sources.js';
import { firstGiven, valueOf } from './value-of.js';

/** Where a command's options may come from. */
export interface Sources {
  /** The command, whose own variables win over those of all commands. */
  readonly command?: string;
  readonly argv: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What an error says of an option that has to be given. @default that it is missing, and its help */
  readonly missing?: (name: string) => string | undefined;
}

/**
 * The values of all options: from the command line, or else the environment, or else the config file, or else the
 * default. A variable without effect is left out, as one environment serves all commands.
 *
 * @throws LbsimError of kind `usage` for the first that is wrong or missing
 */
export async function resolveValues<Table extends OptionTable>(
  table: Table,
  { command = '', argv, env, missing = () => undefined }: Sources,
): Promise<Values<Table>> {
  const sources = besideFile({ command, argv, env });
  const config = firstGiven('config', sources).at(-1);
  const isFile = config !== undefined && !isDefaultText(table.config, config.given);
  const all = isFile ? [...sources, await configFile(config.given as string, table)] : sources;
  const values = (from: readonly Source[]): Values<Table> => valuesFrom(table, from, missing);
  return values(withoutIdle(table, all, values));
}

/** What options may come from beside a config file, which all of them win over. */
export function besideFile({ command = '', argv, env }: Sources): readonly Source[] {
  return [fromCommandLine(argv), environment(env, command)];
}

/**
 * The values of all options, each from the first source that has it.
 *
 * @throws LbsimError of kind `usage` for the first that is wrong or missing
 */
export function valuesFrom<Table extends OptionTable>(
  table: Table,
  sources: readonly Source[],
  missing: NonNullable<Sources['missing']> = () => undefined,
): Values<Table> {
  const values = Object.entries(table).map(
    ([name, option]) => [name, valueOf(name, option, sources)] as const,
  );
  const isGiven = (name: string): boolean => firstGiven(name, sources).length > 0;
  const [name, option] =
    Object.entries(table).find(
      ([each, { required = false, requiredUnless: other }]) =>
        !isGiven(each) && (other === undefined ? required : !isGiven(other)),
    ) ?? [];
  if (name !== undefined) throw optionError(missing(name) ?? absence(name, option, table));
  return Object.fromEntries(values) as Values<Table>;
}

/** What is missing, and what else would do. */
function absence(name: string, option: OptionTable[string] | undefined, table: OptionTable): string {
  const others = [option?.requiredUnless, 'config' in table ? 'config' : undefined];
  const instead = others.filter((other) => other !== undefined).map((other) => `--${other} FILE`);
  const ways = instead.length === 0 ? '' : ` (or ${instead.join(', or ')})`;
  return `--${name} is missing${ways}: ${option?.help ?? ''}`;
}
