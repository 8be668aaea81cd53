import type { AdminClient, AdminTarget } from '../../admin/client.js';
import { optionError } from '../../errors.js';
import type { StyledLine } from '../text/line.js';
import type { PaintLine } from '../text/paint.js';
import type { FollowingWord } from '../command.js';

/** What the words after `lbsim ctl` can rely on. */
export interface CtlContext {
  /** A client of the balancer that is meant, or else of a server. */
  readonly client: () => Promise<AdminClient>;
  /** The process that was named; undefined for the only one that runs. */
  readonly to: string | undefined;
  /** A client of a process that is known already. */
  readonly clientOf: (target: AdminTarget) => AdminClient;
  readonly options: CtlOptions;
  /** Prints a result: as JSON where that is wanted, else the text. */
  readonly print: (result: unknown, text: () => string) => void;
  /** Prints a result in the place of the one before; as JSON where that is wanted. */
  readonly redraw: (result: unknown, lines: readonly StyledLine[]) => void;
  /** Prints a line about what is wrong, before the error; undefined where there is room for the error alone. */
  readonly complain?: (line: string) => void;
  /** Asks at a terminal; where there is none, all is meant. @param question - what it is about */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly paint: PaintLine;
  /** Columns of the window. */
  readonly room: number;
}

export interface CtlOptions {
  readonly wait: string | undefined;
  readonly drain: string | undefined;
  readonly follow: boolean;
  readonly only: string | undefined;
  readonly everywhere: boolean;
  readonly backup: boolean;
  readonly backend: string | undefined;
  readonly reset: boolean;
  readonly all: boolean;
  readonly close: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly watch: boolean;
}

/** What one word after `lbsim ctl` does. */
export interface Verb {
  /** As it is typed: `weight NAME N`; what may be left out stands in brackets. */
  readonly usage: string;
  readonly help: string;
  /** What a shell offers as its first word; backends where the usage says NAME, else nothing. */
  readonly offers?: readonly string[];
  /** The options of `lbsim ctl` that say something to it, beside those that go with every word. */
  readonly takes?: readonly (keyof CtlOptions)[];
  /** @param words - those after the first, as many as its usage says */
  readonly run: (words: readonly string[], context: CtlContext) => Promise<void>;
}

/** The word itself. */
export function verbName({ usage }: Verb): string {
  return usage.split(' ')[0] ?? usage;
}

/** What a shell offers after the word. */
export function offeredAfter({ usage, offers }: Verb): FollowingWord {
  return offers ?? (/^\w+ \[?NAME\b/.test(usage) ? 'backends' : []);
}

/** @throws LbsimError of kind `usage` for an option that says nothing to this word */
export function refuseUselessOptions(verb: Verb, options: CtlOptions): void {
  const given = (Object.keys(options) as (keyof CtlOptions)[]).filter(
    (name) => options[name] !== undefined && options[name] !== false,
  );
  const useless = given.find((name) => verb.takes?.includes(name) !== true);
  if (useless !== undefined)
    throw optionError(
      `--${useless === 'dryRun' ? 'dry-run' : useless} says nothing to '${verbName(verb)}': leave it out, see 'lbsim ctl --help'`,
    );
}

/** @throws LbsimError of kind `usage` for too few words, or too many */
export function refuseWrongWords({ usage }: Verb, words: readonly string[]): void {
  const [, ...wanted] = usage.split(' ');
  const least = wanted.filter((word) => !word.startsWith('[')).length;
  const most = wanted.at(-1)?.includes('…') === true ? Infinity : wanted.length;
  if (words.length >= least && words.length <= most) return;
  const wrong =
    words.length < least ? `${wanted[words.length]} is missing` : `unexpected word '${words[wanted.length]}'`;
  throw optionError(`${wrong}; usage: lbsim ctl ${usage}`);
}
