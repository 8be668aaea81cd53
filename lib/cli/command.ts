import type { OptionTable, Values } from '../schema/option.js';
import type { Source } from './options/sources.js';

/** A line of `lbsim --help`, and where the command is. It is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly describe: string;
  readonly load: () => Promise<Command>;
}

/** Names, and what each stands for. */
export interface Terms {
  readonly heading: string;
  readonly entries: readonly (readonly [name: string, meaning: string])[];
}

/** A positional argument: the value of an option, or of several, or else a word that has to be written. */
/** What a shell can offer after a word: nothing, some words, or the names of the running balancer's backends. */
export type FollowingWord = readonly string[] | 'backends';

export interface Positional<Name extends string = string> {
  /** How `--help` writes it: `HOST:PORT`, or `[HOST:PORT]` when it may be left out. */
  readonly shown: string;
  readonly option?: Name;
  /** Whether it takes all further words, too. */
  readonly rest?: boolean;
  /** What it may be, for completion, where its option does not say so: each with what may follow it, `backends` for their names. */
  readonly words?: Readonly<Record<string, FollowingWord>>;
  /** The options that it stands for, and their values. @throws LbsimError of kind `usage` */
  readonly split?: (word: string) => Readonly<Partial<Record<Name, string>>>;
}

/** A command of `lbsim`: what `--help` shows, and one call into the library. */
export interface Command<Table extends OptionTable = OptionTable> {
  readonly options: Table;
  /** In their order. */
  readonly positionals?: readonly Positional<keyof Table & string>[];
  /** What `--help` says before the options: paragraphs, each one line, which is broken to fit the window. */
  readonly details?: string;
  /** What `--help` lists after the options, such as the names that one of them takes. */
  readonly terms?: Terms;
  /** Command lines that work, and what each is for. */
  readonly examples: readonly (readonly [commandLine: string, purpose: string])[];
  /** Called before the options are read: sets the process up for what it is going to do. */
  prepare?(): void;
  /** Refuses values that contradict each other, without doing anything. @throws LbsimError of kind `usage` */
  check?(values: Values<Table>): void | Promise<void>;
  /** Refuses what would refuse the start alone, such as a file that is not there; it may read files. @throws LbsimError of kind `usage` */
  checkStart?(values: Values<Table>): void | Promise<void>;
  /**
   * Does the work. Heavy modules are imported here, so that `--help` does not wait for them.
   *
   * @returns the exit status
   */
  run(values: Values<Table>, given: GivenOptions): Promise<number>;
}

/** Where the values of a command's options come from. */
export interface GivenOptions {
  /** The command line and the environment, which win over a config file. */
  readonly besideFile: readonly Source[];
}

/** How a command is written: `lbsim check HOST:PORT [options]`. */
export function usageOf(name: string, { positionals = [] }: Pick<Command, 'positionals'>): string {
  return ['lbsim', name, ...positionals.map(({ shown }) => shown), '[options]'].join(' ');
}

/** Checks a command's options against its `run`, and forgets their types. */
export function defineCommand<Table extends OptionTable>(command: Command<Table>): Command {
  return {
    ...command,
    run: (values, given) => command.run(values as Values<Table>, given),
    ...(command.check && { check: async (values) => command.check?.(values as Values<Table>) }),
    ...(command.checkStart && {
      checkStart: async (values) => command.checkStart?.(values as Values<Table>),
    }),
  };
}
