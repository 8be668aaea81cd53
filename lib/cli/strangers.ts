import type { Argv } from 'yargs';
import { optionError } from '../errors.js';
import type { Command } from './command.js';
import { COMMANDS } from './commands/index.js';
import { didYouMean } from '../did-you-mean.js';

/** What yargs makes of a command line. */
type Args = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const OF_YARGS = ['_', '$0', 'help', 'version'];

/**
 * With the first word after the command's name as the option that the command takes as a word, if there is one.
 *
 * @throws LbsimError when that option is given as well
 */
export function withWord(command: Command, args: Args): Args {
  const [name, word, ...others] = args._;
  if (command.word === undefined || name === undefined || word === undefined) return args;
  const { option } = command.word;
  if (args[option] !== undefined)
    throw optionError(`both '${word}' and --${option} are given: use one of them`);
  return { ...args, [option]: word, _: [name, ...others] };
}

/** @throws LbsimError for an option or a word that the command does not know */
export function refuseStrangers(name: string, command: Command, args: Args): void {
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
  const names = COMMANDS.map(({ name }) => name);
  const [word] = args._;
  if (word !== undefined) {
    throw optionError(
      `unknown command '${word}'${didYouMean(String(word), names)}: use one of ${names.join(', ')}`,
    );
  }
  refuseUnknownOption([], args, "name a command first, see 'lbsim --help'");
  cli.showHelp('error');
  return 2;
}

function refuseUnknownOption(known: readonly string[], args: Args, help: string): void {
  const stranger = Object.keys(args).find((name) => ![...OF_YARGS, ...known].includes(name));
  if (stranger === undefined) return;
  const dashes = stranger.length === 1 ? '-' : '--';
  throw optionError(`unknown option ${dashes}${stranger}${didYouMean(stranger, known)}: ${help}`);
}
