import type { Argv } from 'yargs';
import { optionError, type LbsimError } from '../errors.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands/index.js';
import { didYouMean } from '../did-you-mean.js';

/** What yargs makes of a command line. */
type Args = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const OF_YARGS = ['_', '$0', 'help', 'h', 'version', 'V'];
const NAMES = COMMANDS.map(({ name }) => name);

/**
 * With the words after the command's name as the options that the command takes as positional arguments.
 *
 * @throws LbsimError when such an option is given as well
 */
export function withPositionals(command: Command, args: Args): Args {
  const [name = '', ...words] = args._;
  const taken = (command.positionals ?? []).slice(0, words.length).map(({ option }, index) => {
    if (args[option] !== undefined)
      throw optionError(`both '${words[index] ?? ''}' and --${option} are given: use one of them`);
    return [option, words[index]] as const;
  });
  return { ...args, ...Object.fromEntries(taken), _: [name, ...words.slice(taken.length)] };
}

/**
 * `help balance` as `balance --help`.
 *
 * @throws LbsimError for an unknown command
 */
export function asHelp(argv: readonly string[]): readonly string[] {
  const [word, name] = argv;
  if (word !== 'help') return argv;
  if (name === undefined || name.startsWith('-')) return ['--help'];
  if (!NAMES.includes(name)) throw unknownCommand(name);
  return [name, '--help'];
}

/** @throws LbsimError for an option or a word that the command does not know */
export function refuseUnknownOptions(name: string, command: Command, args: Args): void {
  const help = `see 'lbsim ${name} --help'`;
  refuseUnknownOption(Object.keys(command.options), args, help);
  const [, word] = args._;
  if (word !== undefined) throw optionError(`unexpected word '${word}': options begin with --, ${help}`);
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
  throw optionError(`unknown option ${dashes}${unknown}${didYouMean(unknown, known)}: ${help}`);
}
