import type { Argv } from 'yargs';
import { optionError, type LbsimError } from '../errors.js';
import { usageOf, type Command } from './command.js';
import { COMMANDS } from './commands/index.js';
import { didYouMean } from '../did-you-mean.js';
import { withoutPasswords } from '../hidden-passwords.js';

/** What yargs makes of a command line. */
type Args = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const OF_YARGS = ['_', '$0', 'help', 'h', 'version', 'V'];
const NAMES = COMMANDS.map(({ name }) => name);

/**
 * With the words after the command's name as the options that the command takes as positional arguments.
 *
 * @throws LbsimError when such an option is given as well, or a word is not what has to be written
 */
export function withPositionals(name: string, command: Command, args: Args): Args {
  const { positionals = [] } = command;
  const words = args._.slice(1).map(String);
  const fixed = positionals.findIndex(
    ({ option, split, shown }, index) =>
      option === undefined && split === undefined && words[index] !== shown,
  );
  if (fixed >= 0) {
    const word = words[fixed];
    const wrong = word === undefined ? '' : `unexpected word '${word}'; `;
    throw optionError(`${wrong}usage: ${usageOf(name, command)}`);
  }
  const values = positionals.slice(0, words.length).map(({ option, split, rest }, index) => {
    const word = words[index] ?? '';
    const value = rest === true ? words.slice(index) : word;
    const given = split?.(word) ?? (option === undefined ? {} : { [option]: value });
    for (const each of Object.keys(given))
      if (args[each] !== undefined)
        throw optionError(`both '${word}' and --${each} are given: use one of them`);
    return given;
  });
  const takesAll = positionals.at(-1)?.rest === true;
  return Object.assign({}, args, ...values, {
    _: [name, ...(takesAll ? [] : words.slice(values.length))],
  }) as Args;
}

/** What an error says of a positional argument that is missing. */
export function missingPositional(name: string, command: Command, option: string): string | undefined {
  const found = command.positionals?.find((each) => each.option === option);
  return found && `${found.shown} is missing; usage: ${usageOf(name, command)}`;
}

/**
 * `help balance` as `balance --help`.
 *
 * @throws LbsimError for an unknown command, or a further word
 */
export function asHelp(argv: readonly string[]): readonly string[] {
  const [word, name, extra] = argv;
  if (word !== 'help') return argv;
  if (name === undefined || name.startsWith('-')) return ['--help'];
  if (!NAMES.includes(name)) throw unknownCommand(name);
  if (extra !== undefined && !extra.startsWith('-'))
    throw optionError(`unexpected word '${extra}'; usage: lbsim help [command]`);
  return [name, '--help'];
}

/** @throws LbsimError for an option or a word that the command does not know */
export function refuseUnknownOptions(name: string, command: Command, args: Args): void {
  const help = `see 'lbsim ${name} --help'`;
  refuseUnknownOption(Object.keys(command.options), args, help);
  const [, word] = args._;
  if (word === undefined) return;
  throw optionError(`unexpected word '${withoutPasswords(String(word))}': options begin with --, ${help}`);
}

/**
 * There is no command, so the help is shown, or none of that name.
 *
 * @returns the exit status
 * @throws LbsimError for an unknown command, or an option before any
 */
export function noCommand(args: Args, cli: Argv): number {
  const [word] = args._;
  if (word !== undefined) throw unknownCommand(String(word));
  refuseUnknownOption([], args, "name a command first, see 'lbsim --help'");
  cli.showHelp((help) => void process.stderr.write(`${help}\n`));
  return 2;
}

function unknownCommand(word: string): LbsimError {
  return optionError(`unknown command '${word}'${didYouMean(word, NAMES)}: use one of ${NAMES.join(', ')}`);
}

function refuseUnknownOption(known: readonly string[], args: Args, help: string): void {
  const unknown = Object.keys(args).find((name) => ![...OF_YARGS, ...known].includes(name));
  if (unknown === undefined) return;
  const dashes = unknown.length === 1 ? '-' : '--';
  const hint = didYouMean(unknown, ['help', 'version', ...known], (name) => `--${name}`);
  throw optionError(`unknown option ${dashes}${unknown}${hint}: ${help}`);
}
