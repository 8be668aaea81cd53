import { createRequire } from 'node:module';
import type { Argv } from 'yargs';
import { LbsimError } from '../errors.js';
import { refuseIneffective } from '../schema/effect.js';
import { requirement } from '../schema/option.js';
import { version } from '../version.js';
import { usageOf, type Command, type CommandEntry } from './command.js';
import { COMMANDS } from './commands/index.js';
import { flagValues, refusePrototypeNames, withFlagWords } from './flag-words.js';
import { COMMON_GROUP } from './options/groups.js';
import { alignNotes } from './help-notes.js';
import { epilogueOf } from './help-text.js';
import { withoutForeign } from './options/foreign-variables.js';
import { inWordsOf } from './options/in-words-of.js';
import { besideFile, resolveValues } from './options/resolve-values.js';
import { refuseSharedFiles } from './options/shared-files.js';
import { warnOfUnknownVariables } from './options/unknown-variables.js';
import { windowColumns } from './window.js';
import {
  asHelp,
  missingPositional,
  noCommand,
  refuseUnknownOptions,
  withPositionals,
} from './unknown-options.js';

// As CommonJS, yargs loads faster and breaks lines between words; its ESM build cuts them anywhere.
const yargs = createRequire(import.meta.url)('yargs/yargs') as (argv: readonly string[]) => Argv;

const HELP_WIDTH = Math.min(110, windowColumns());
const EXIT_STATUS =
  'Exit status: 0 done, 1 failed at run time, 2 wrong command line, 130 or 143 interrupted by SIGINT or SIGTERM.';

/**
 * Runs what was typed after `lbsim`, to its end.
 *
 * @param onJsonLog - told which command logs JSON, once that is known
 * @returns the exit status
 * @throws LbsimError, of kind `usage` when the command line is wrong; or an error of yargs that says so
 */
export async function runCommandLine(
  words: readonly string[],
  onJsonLog: (command: string) => void = () => undefined,
): Promise<number> {
  const argv = asHelp(words);
  refusePrototypeNames(argv);
  let status = 0;
  const cli = yargs([])
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
    .wrap(HELP_WIDTH)
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
        const given = { ...withPositionals(entry.name, command, args), ...flagValues(command.options, argv) };
        refuseUnknownOptions(entry.name, command, given);
        await warnOfUnknownVariables(entry, process.env);
        command.prepare?.();
        const sources = {
          command: entry.name,
          argv: given,
          env: await withoutForeign(command.options, process.env),
        };
        const values = await resolveValues(command.options, {
          ...sources,
          missing: (option) => missingPositional(entry.name, command, option),
        });
        if (values['log-format'] === 'json') onJsonLog(entry.name);
        refuseIneffective(command.options, values, withDashes);
        refuseSharedFiles(command.options, values);
        status = await command.run(values, { besideFile: besideFile(sources) }).catch((error: unknown) => {
          throw error instanceof LbsimError ? inWordsOf(command.options, error, withDashes) : error;
        });
      },
    );
  }
  cli.command('help [command]', 'Show the help of a command');
  // Without this callback yargs prints its help by itself.
  let help = '';
  await cli.parseAsync(withFlagWords(argv), {}, (_error, _args, output) => void (help = output));
  if (help !== '') process.stdout.write(`${alignNotes(help, HELP_WIDTH)}\n`);
  return status;
}

function withDashes(option: string): string {
  return `--${option}`;
}

/** Whether the command line is wrong, in our words or in those of yargs. */
export function isUsageError(error: unknown): error is Error {
  return error instanceof LbsimError
    ? error.kind === 'usage'
    : error instanceof Error && error.name === 'YError';
}

/** Tells yargs of a command's options; their values stay text here, and are settled later. */
function describe(builder: Argv, { name, describe: summary }: CommandEntry, command: Command): Argv {
  const details = command.details === undefined ? '' : `\n\n${command.details}`;
  builder.usage(`${usageOf(name, command)}\n\n${summary}.${details}`);
  for (const [option, declared] of Object.entries(command.options)) {
    const { help, kind, group, defaultText } = declared;
    const needed = requirement(declared);
    builder.option(option, {
      describe: help + (needed === undefined ? '' : ` [${needed}]`),
      ...(kind.flag ? { boolean: true } : { requiresArg: true }),
      ...(group !== undefined && { group }),
      ...(defaultText !== undefined && { defaultDescription: defaultText }),
    });
  }
  return builder.epilogue([...epilogueOf(command, HELP_WIDTH), EXIT_STATUS].join('\n'));
}
