import type { CommandEntry, FollowingWord, Positional } from '../command.js';

/** What can stand after an option, or in the place of a positional argument. */
export interface Completion {
  readonly help: string;
  readonly words: readonly string[];
  /** Words may follow each other, with commas. */
  readonly isList: boolean;
  readonly isFile: boolean;
  /** It takes no value. */
  readonly isFlag: boolean;
  /** `h` of `-h`. */
  readonly letter?: string;
}

/** All that a shell can complete of one command. */
export interface CommandCompletions {
  readonly name: string;
  readonly describe: string;
  /** By their names, those of every command too. */
  readonly options: ReadonlyMap<string, Completion>;
  readonly positional: readonly Completion[];
  /** What may follow the words of the first positional argument, where that is something. */
  readonly following: ReadonlyMap<string, FollowingWord>;
}

const NOTHING = { words: [], isList: false, isFile: false, isFlag: false };
/** Also without a command. */
export const ALWAYS: ReadonlyMap<string, Completion> = new Map([
  ['help', { ...NOTHING, help: 'Show help', isFlag: true, letter: 'h' }],
  ['version', { ...NOTHING, help: 'Show version number', isFlag: true, letter: 'V' }],
]);

/** `-h`, `--help`, `--port`. */
export function wordsOf(options: ReadonlyMap<string, Completion>): readonly string[] {
  return [...options].flatMap(([name, { letter }]) => [
    ...(letter === undefined ? [] : [`-${letter}`]),
    `--${name}`,
  ]);
}

/** What every shell is told, from the tables of the commands; `help` takes their names. */
export async function completionsOf(
  entries: readonly CommandEntry[],
): Promise<readonly CommandCompletions[]> {
  const commands = await Promise.all(
    entries.map(async ({ name, describe, load }) => {
      const { options, positionals: words = [] } = await load();
      const completions = Object.entries(options).map(([option, { help, kind }]) => {
        const isList = kind.joinedBy !== undefined;
        const { words: known = [], file, flag: isFlag = false } = kind;
        return [option, { help, words: known, isList, isFile: file !== undefined, isFlag }] as const;
      });
      const all = new Map<string, Completion>([...completions, ...ALWAYS]);
      const positional = words.map(({ option, split, shown, words: choices }: Positional) => {
        const fixed = { ...NOTHING, help: shown, words: split === undefined ? [shown] : [] };
        const own = option === undefined ? fixed : (all.get(option) ?? fixed);
        return choices === undefined ? own : { ...own, words: Object.keys(choices), isList: false };
      });
      const following = new Map(Object.entries(words[0]?.words ?? {}).filter(([, { length }]) => length > 0));
      return { name, describe, options: all, positional, following };
    }),
  );
  const names = { ...NOTHING, help: 'Command', words: entries.map(({ name }) => name) };
  return [
    ...commands,
    {
      name: 'help',
      describe: 'Show the help of a command',
      options: new Map(),
      positional: [names],
      following: new Map(),
    },
  ];
}

/** A line of a shell that prints the names of the running balancer's backends. */
export const BACKEND_NAMES = `lbsim ctl backends --json 2>/dev/null | grep -o '{"name":"[^"]*"' | cut -d '"' -f 4`;
