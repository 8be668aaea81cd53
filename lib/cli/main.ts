import { createRequire } from 'node:module';
import type { Argv } from 'yargs';
import { errorText } from '../error-text.js';
import { LbsimError } from '../errors.js';
import { abandonLookups } from '../net/lookup-process.js';
import { printable } from '../printable.js';
import { version } from '../version.js';
import { writeWhatIsLeft } from './before-exit.js';
import type { Command, CommandEntry } from './command.js';
import { COMMANDS } from './commands/index.js';
import { flagValues, refusePrototypeNames, withFlagWords } from './flag-words.js';
import { COMMON_GROUP } from './options/groups.js';
import { settle } from './options/settle.js';
import { refuseIneffective } from '../schema/library.js';
import { endWithoutOutput } from './output.js';
import { refuseSharedFiles } from './options/shared-files.js';
import { asHelp, noCommand, refuseStrangers, withWords } from './strangers.js';
import { warnOfUnknownVariables } from './options/unknown-variables.js';

// As CommonJS, yargs loads faster and breaks lines between words; its ESM build cuts them anywhere.
const yargs = createRequire(import.meta.url)('yargs/yargs') as (argv: readonly string[]) => Argv;

const HELP_WIDTH = 110;
const EXIT_STATUS =
  'Exit status: 0 done, 1 failed at run time, 2 wrong command line, 130 or 143 interrupted by SIGINT or SIGTERM.';

/**
 * Runs a command line and sets the exit status: 0 done, 1 failed at run time, 2 the command line is wrong. Every error
 * ends up here, as one line on standard error; its stack is shown at log level DEBUG only.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endWithoutOutput);
  process.stderr.on('error', goOnUnlogged);
  let lastWords = '';
  process.on('beforeExit', failUnfinished);
  try {
    process.exitCode = await execute(argv);
  } catch (error) {
    process.exitCode = isUsageError(error) ? 2 : 1;
    lastWords = `lbsim: ${printable(messageOf(error))}\n`;
    if (wantsStacks(argv) && error instanceof Error) lastWords += stackOf(error);
  }
  const isWritten = await writeWhatIsLeft();
  if (lastWords !== '') process.stderr.write(lastWords);
  abandonLookups();
  if (!isWritten) process.exit();
  process.off('beforeExit', failUnfinished);
}

/** Nothing is left to happen, and the command has not come to its end. */
function failUnfinished(): void {
  process.stderr.write('lbsim: internal error: the command ended before it was done; please report it\n');
  process.exit(1);
}

async function execute(words: readonly string[]): Promise<number> {
  const argv = asHelp(words);
  refusePrototypeNames(argv);
  let status = 0;
  const cli = yargs(withFlagWords(argv))
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
    .alias({ help: 'h', version: 'V' })
    .wrap(Math.min(HELP_WIDTH, process.stdout.columns || HELP_WIDTH))
    .exitProcess(false)
    .updateStrings({ 'Not enough arguments following: %s': '--%s needs a value' })
    .fail(false)
    .group(['help', 'version'], COMMON_GROUP)
    .epilogue(`Each command has a --help of its own, with examples.\n\n${EXIT_STATUS}`)
    .command('$0', false, {}, (args) => {
      status = noCommand(args, cli);
    });
  for (const entry of COMMANDS) {
    cli.command(
      entry.name,
      entry.describe,
      async (builder) => describe(builder, entry, await entry.load()),
      async (args) => {
        const command = await entry.load();
        const given = { ...withWords(command, args), ...flagValues(command.options, argv) };
        refuseStrangers(entry.name, command, given);
        await warnOfUnknownVariables(entry, process.env);
        command.prepare?.();
        const values = await settle(command.options, { command: entry.name, argv: given, env: process.env });
        refuseIneffective(command.options, values);
        refuseSharedFiles(command.options, values);
        status = await command.run(values);
      },
    );
  }
  cli.command('help [command]', 'Show the help of a command');
  await cli.parseAsync();
  return status;
}

/** Tells yargs of a command's options; their values stay text here, and are settled later. */
function describe(builder: Argv, { name, describe: summary }: CommandEntry, command: Command): Argv {
  const details = command.details === undefined ? '' : `\n\n${command.details}`;
  const words = command.words?.map(({ shown }) => ` ${shown}`).join('') ?? '';
  builder.usage(`$0 ${name}${words} [options]\n\n${summary}.${details}`);
  for (const [option, { help, required, kind, group, defaultText }] of Object.entries(command.options)) {
    builder.option(option, {
      describe: help + (required ? ' [required]' : ''),
      ...(kind.flag ? { boolean: true } : { requiresArg: true }),
      ...(group !== undefined && { group }),
      ...(defaultText !== undefined && { defaultDescription: defaultText }),
    });
  }
  const examples = command.examples.map(([commandLine, purpose]) => `  ${commandLine}\n      ${purpose}`);
  return builder.epilogue(['Examples:', ...examples, '', EXIT_STATUS].join('\n'));
}

/** Whether the command line is wrong, in our words or in those of yargs. */
function isUsageError(error: unknown): error is Error {
  return error instanceof LbsimError
    ? error.kind === 'usage'
    : error instanceof Error && error.name === 'YError';
}

function messageOf(error: unknown): string {
  if (error instanceof LbsimError || isUsageError(error)) return error.message;
  return `internal error: ${errorText(error)}; please report it`;
}

/** One frame a line, also when the message before them has several. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .map((line) => `${printable(line)}\n`)
    .join('');
}

/** Options may be what is wrong, so this looks at the raw words. */
function wantsStacks(argv: readonly string[]): boolean {
  const given = /--log-level[= ](\w+)/.exec(argv.join(' '))?.[1] ?? process.env.LBSIM_LOG_LEVEL;
  return given?.toLowerCase() === 'debug';
}

/** The reader of our log has left, or its disk is full. That is no reason to stop what others rely on, and who could be told? */
function goOnUnlogged(): void {
  // Nothing more can be said.
}
