import { readFileSync } from 'node:fs';
import yargs, { type Argv } from 'yargs';
import { LbsimError } from '../errors.js';
import type { Command } from './command.js';
import { balance } from './commands/balance.js';
import { didYouMean } from './options/did-you-mean.js';
import { COMMON_GROUP } from './options/groups.js';
import { usageError } from './options/option.js';
import { settle } from './options/settle.js';

const COMMANDS: readonly Command[] = [balance];

/** What yargs makes of a command line. */
type Args = Readonly<Record<string, unknown>> & { readonly _: readonly (string | number)[] };

const HELP_WIDTH = 110;
const EXIT_STATUS = 'Exit status: 0 done, 1 it failed at run time, 2 the command line is wrong.';

/**
 * Runs a command line and sets the exit status: 0 done, 1 failed at run time, 2 the command line is wrong. Every error
 * ends up here, as one line on standard error; its stack is shown at log level DEBUG only.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endQuietlyOnEpipe);
  try {
    process.exitCode = await execute(argv);
  } catch (error) {
    process.exitCode = error instanceof LbsimError && error.kind === 'usage' ? 2 : 1;
    process.stderr.write(`lbsim: ${messageOf(error)}\n`);
    if (wantsStacks(argv) && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  }
}

async function execute(argv: readonly string[]): Promise<number> {
  let status = 0;
  const cli = yargs([...argv])
    .scriptName('lbsim')
    .usage(
      '$0 <command> [options]\n\nA load-balancer laboratory: backends, a balancer and clients, all real.',
    )
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(version())
    .wrap(Math.min(HELP_WIDTH, process.stdout.columns || HELP_WIDTH))
    .exitProcess(false)
    .updateStrings({ 'Not enough arguments following: %s': '--%s needs a value' })
    .fail((message: string | undefined, error: Error | undefined) => {
      throw message
        ? usageError(message.replaceAll('\n', ' '))
        : (error ?? usageError('the command line is wrong'));
    })
    .epilogue(EXIT_STATUS)
    .group(['help', 'version'], COMMON_GROUP)
    .command('$0', false, {}, (args) => {
      status = noCommand(args, cli);
    });
  for (const command of COMMANDS) {
    cli.command(
      command.name,
      command.describe,
      (builder) => describe(builder, command),
      async (args) => {
        refuseStrangers(command, args);
        status = await command.run(await settle(command.options, { argv: args, env: process.env }));
      },
    );
  }
  await cli.parseAsync();
  return status;
}

/** Tells yargs of a command's options; their values stay text here, and are settled later. */
function describe(builder: Argv, command: Command): Argv {
  builder.usage(`$0 ${command.name} [options]\n\n${command.describe}.`);
  for (const [name, option] of Object.entries(command.options)) {
    builder.option(name, {
      describe: option.describe + (option.fallback === undefined ? ' [required]' : ''),
      ...(option.flag ? { boolean: true } : { requiresArg: true }),
      ...(option.group !== undefined && { group: option.group }),
      ...(option.defaultText !== undefined && { defaultDescription: option.defaultText }),
    });
  }
  const examples = command.examples.map(([commandLine, purpose]) => `  ${commandLine}\n      ${purpose}`);
  builder.epilogue(['Examples:', ...examples, '', EXIT_STATUS].join('\n'));
  return builder;
}

/** @throws LbsimError for an option or a word that the command does not know */
function refuseStrangers(command: Command, args: Args): void {
  const help = `see 'lbsim ${command.name} --help'`;
  refuseUnknownOption(Object.keys(command.options), args, help);
  const [, word] = args._;
  if (word !== undefined) throw usageError(`unexpected word '${word}': options begin with --, ${help}`);
}

function refuseUnknownOption(known: readonly string[], args: Args, help: string): void {
  const stranger = Object.keys(args).find((name) => !['_', '$0', 'help', 'version', ...known].includes(name));
  if (stranger === undefined) return;
  const dashes = stranger.length === 1 ? '-' : '--';
  throw usageError(`unknown option ${dashes}${stranger}${didYouMean(stranger, known)}: ${help}`);
}

/** There is no command, or none of that name. */
function noCommand(args: Args, cli: Argv): number {
  const names = COMMANDS.map((command) => command.name);
  const [word] = args._;
  if (word !== undefined) {
    throw usageError(
      `unknown command '${word}'${didYouMean(String(word), names)}: use one of ${names.join(', ')}`,
    );
  }
  refuseUnknownOption([], args, `name a command first, see 'lbsim --help'`);
  cli.showHelp('error');
  return 2;
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function messageOf(error: unknown): string {
  if (error instanceof LbsimError) return error.message;
  return `internal error: ${error instanceof Error ? error.message : String(error)}; please report it`;
}

/** Options may be what is wrong, so this looks at the raw words. */
function wantsStacks(argv: readonly string[]): boolean {
  const given = /--log-level[= ](\w+)/.exec(argv.join(' '))?.[1] ?? process.env.LBSIM_LOG_LEVEL;
  return given?.toLowerCase() === 'debug';
}

/** The reader of our output has left, as `head` does: nothing more to say. */
function endQuietlyOnEpipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}
