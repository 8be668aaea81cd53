import type { Readable } from 'node:stream';
import { didYouMean } from '../did-you-mean.js';
import { LbsimError } from '../errors.js';
import type { Log } from '../logging/logger.js';
import { MAX_LINE, readLines } from './line-reader.js';

/** Something that a line can ask a running command for. */
export interface ConsoleCommand {
  /** As it is typed: `fault NAME VALUE`. One without capitals is all of its line. */
  readonly usage: string;
  /** One line, or several. */
  readonly help: string;
  /**
   * @param words - those after the first
   * @throws LbsimError that says what is wrong with them
   */
  readonly run: (words: readonly string[]) => void;
  /** What to use instead of one with a word too many. */
  readonly instead?: (word: string) => string;
}

/** Where the answers to the lines go. */
export interface ConsoleOutput {
  /** Data that was asked for, in lines. */
  readonly print: (text: string) => unknown;
  /** What was wrong with a line. */
  readonly warn: (text: string) => void;
}

/** Answers go to standard output, complaints to the log. */
export function consoleOutput(log: Log): ConsoleOutput {
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    warn: (message) => log({ level: 'warn', event: 'bad_command', message }),
  };
}

/**
 * Does what the lines of an input say, `help` among it. The end of the input changes nothing.
 *
 * @returns stops reading
 */
export function obeyLines(
  input: Readable,
  commands: readonly ConsoleCommand[],
  output: ConsoleOutput,
): () => void {
  const all = [...commands, helpOn(commands, output)];
  const advice = `use ${all.map(({ usage }) => usage).join(', ')}`;
  return readLines(input, {
    line: (text) => {
      try {
        obey(text.trim(), all, advice, output);
      } catch (error) {
        if (!(error instanceof LbsimError)) throw error;
        output.warn(error.message);
      }
    },
    tooLong: () => output.warn(`line of more than ${MAX_LINE} characters ignored: ${advice}`),
  });
}

function obey(
  line: string,
  commands: readonly ConsoleCommand[],
  advice: string,
  { warn: complain }: ConsoleOutput,
): void {
  const [word = '', ...words] = line.split(/\s+/);
  if (word === '') return;
  const command = commands.find(({ usage }) => wordOf(usage) === word);
  if (command === undefined) {
    complain(
      `unknown command '${word}': ${advice}${didYouMean(
        word,
        commands.map(({ usage }) => wordOf(usage)),
      )}`,
    );
    return;
  }
  const [surplus] = command.usage === word ? words : [];
  if (surplus === undefined) command.run(words);
  else
    complain(`${word} takes no value, but '${surplus}' is given: use ${command.instead?.(surplus) ?? word}`);
}

function helpOn(commands: readonly ConsoleCommand[], { print }: ConsoleOutput): ConsoleCommand {
  const help = {
    usage: 'help',
    help: 'prints this list',
    run: () => {
      const all = [...commands, help];
      const width = Math.max(...all.map(({ usage }) => usage.length)) + 2;
      print(
        all
          .map((each) => each.usage.padEnd(width) + each.help.replace(/\n/g, `\n${' '.repeat(width)}`))
          .join('\n'),
      );
    },
  };
  return help;
}

function wordOf(usage: string): string {
  return usage.replace(/ .*/, '');
}
