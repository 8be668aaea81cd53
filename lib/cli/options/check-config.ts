import { LbsimError } from '../../errors.js';
import { ineffective } from '../../schema/effect.js';
import type { OptionTable } from '../../schema/option.js';
import type { Problem } from '../../yaml-document.js';
import type { Command, CommandEntry } from '../command.js';
import { contradictions } from './contradictions.js';
import { withoutIdle } from './idle-variables.js';
import { refuseSameFile } from './shared-files.js';
import { inWordsOf } from './in-words-of.js';
import type { Source } from './sources.js';
import { firstGiven } from './value-of.js';
import {
  byPlace,
  errorIn,
  readFor,
  sourceOfItems,
  together,
  type ConfigFile,
  type Item,
  type Reading,
} from './config-file.js';

/** What was found in a config file, and for which commands. */
export interface Verdict {
  readonly names: readonly string[];
  /** In the order of the file. */
  readonly problems: readonly Problem[];
}

/** Those of the commands that the file is right for; if there is none, the one that knows most of its keys. */
export async function checkFor(commands: readonly CommandEntry[], file: ConfigFile): Promise<Verdict> {
  const keys = Object.keys(file.settings);
  const checked = await Promise.all(
    commands.map(async ({ name, load }) => {
      const command = await load();
      const known = keys.filter((key) => Object.hasOwn(command.options, key)).length;
      const reading = readFor(command.options, file);
      const problems = await problemsFor(asAtStart(command), file, reading);
      return { name, known, fine: reading.items.length, problems };
    }),
  );
  const right = checked.filter(({ problems }) => problems.length === 0);
  if (right.length > 0 || keys.length === 0)
    return { names: (right.length > 0 ? right : checked).map(({ name }) => name), problems: file.problems };
  const [best] = checked.toSorted((a, b) => b.known - a.known || b.fine - a.fine);
  return { names: best === undefined ? [] : [best.name], problems: best?.problems ?? [] };
}

type Values = Readonly<Record<string, unknown>>;

/** The command, which checks what its start alone looks at, too. */
function asAtStart(command: Command): Command {
  return {
    ...command,
    async check(values) {
      await command.check?.(values);
      refuseSameFile(command.options, values, (name) => name);
      await command.checkStart?.(values);
    },
  };
}

/** What options come from, beside a file. */
export type Around = (file: Source) => readonly Source[];

/**
 * All that is wrong in a config file of a command, in the order of the file.
 *
 * @param around - the sources of options, the first wins. @default the file alone
 */
export async function problemsFor(
  command: Command,
  file: ConfigFile,
  { items, problems }: Reading = readFor(command.options, file),
  around: Around = (source) => [source],
): Promise<readonly Problem[]> {
  const { options } = command;
  const keys = Object.keys(file.settings);
  const lost = keys.filter((key) => !isWhole(key, file, items));
  const right = items.filter(({ key }) => !lost.includes(key));
  const sources = around(sourceOfItems(right));
  const valuesOf = (from: readonly Source[]): Values => lenientValues(from, options);
  const effective = withoutIdle(options, sources, valuesOf);
  const idle = ineffective(options, valuesOf(effective), (name) => name).filter(
    ({ needs }) => !needs.one.some((name) => lost.includes(name)),
  );
  const rest = right.filter(({ key }) => !idle.some(({ name }) => name === key));
  return [
    ...problems,
    ...idle.map(({ name, message, advice }) => ({
      ...file.placeOf(name),
      message: `${message}: ${advice}`,
    })),
    ...(await contradictions(rest, lost, (some) => contradictionIn(command, some, around))),
  ].toSorted(byPlace);
}

/** Whether all that the file has under a key is right by itself: of part of a list nothing can be said. */
function isWhole(key: string, { settings }: ConfigFile, items: readonly Item[]): boolean {
  return givenFor(key, items).length === [settings[key]].flat().length;
}

/** What is wrong first of such items together. */
async function contradictionIn(
  command: Command,
  items: readonly Item[],
  around: Around,
): Promise<string | undefined> {
  for (const [key, option] of Object.entries(command.options)) {
    const given = givenFor(key, items);
    const message = given.length > 1 ? errorIn(key, given, option) : undefined;
    if (message !== undefined) return message;
  }
  try {
    const { options } = command;
    const sources = around(sourceOfItems(items));
    const valuesOf = (from: readonly Source[]): Values => lenientValues(from, options);
    await command.check?.(valuesOf(withoutIdle(options, sources, valuesOf)));
    return undefined;
  } catch (error) {
    if (error instanceof LbsimError) return inWordsOf(command.options, error, (name) => name).message;
    throw error;
  }
}

/** What must be given may be on the command line; of what contradicts itself the default will do. */
function lenientValues(sources: readonly Source[], table: OptionTable): Values {
  const values = Object.entries(table).map(([key, option]) => {
    const given = firstGiven(key, sources).map((each) => each.given);
    const isFine = given.length > 0 && errorIn(key, given, option) === undefined;
    return [key, isFine ? together(key, given, option) : option.value] as const;
  });
  // There is a file: it is this one.
  return { config: '', ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) };
}

function givenFor(key: string, items: readonly Item[]): Item['given'][] {
  return items.filter((item) => item.key === key).map(({ given }) => given);
}
