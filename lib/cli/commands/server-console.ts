import { spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';
import { LbsimError } from '../../errors.js';
import type { BackendServer } from '../../server/backend-server.js';
import { parseFault } from '../../server/faults/faults.js';
import { didYouMean } from '../../did-you-mean.js';
import { MAX_LINE, readLines } from '../line-reader.js';

const COMMANDS = ['fault NAME VALUE', 'heal', 'stats', 'quit'];
/** Those that are all of their line. */
const BARE_WORDS = COMMANDS.filter((command) => !command.includes(' '));
const WORDS = COMMANDS.map((command) => command.replace(/ .*/, ''));

/** Where the answers to the lines go. */
export interface ServerConsole {
  /** Data that was asked for, one line. */
  readonly print: (text: string) => void;
  /** What was wrong with a line. */
  readonly complain: (text: string) => void;
  readonly quit: () => void;
}

/**
 * Does what the lines of an input say, while a backend runs: `fault NAME VALUE`, `heal`, `stats`, `quit`. The end of the
 * input changes nothing.
 *
 * @returns stops reading
 */
export function obeyLines(input: Readable, backend: BackendServer, console: ServerConsole): () => void {
  return readLines(input, {
    line: (text) => {
      try {
        obey(text.trim(), backend, console);
      } catch (error) {
        if (!(error instanceof LbsimError)) throw error;
        console.complain(error.message);
      }
    },
    tooLong: () =>
      console.complain(`line of more than ${MAX_LINE} characters ignored: use ${COMMANDS.join(', ')}`),
  });
}

function obey(line: string, backend: BackendServer, { print, complain, quit }: ServerConsole): void {
  const [word = '', name = '', ...values] = line.split(/\s+/);
  if (BARE_WORDS.includes(word) && name !== '') {
    const oneFault = word === 'heal' ? `, or fault ${name} off` : '';
    complain(`${word} takes no value, but '${name}' is given: use ${word}${oneFault}`);
  } else if (word === 'fault') backend.setFaults(parseFault(name, values.join(' ')));
  else if (word === 'heal') backend.heal();
  else if (word === 'stats') print(JSON.stringify(backend.stats));
  else if (word === 'quit') quit();
  else if (word !== '')
    complain(`unknown command '${word}': use ${COMMANDS.join(', ')}${didYouMean(word, WORDS)}`);
}

/**
 * Whether reading an input does no harm: a job in the background that reads its terminal is stopped by the system.
 */
export function mayBeRead(input: NodeJS.ReadStream): boolean {
  if (!input.isTTY) return true;
  const ps = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  if (ps.status !== 0) return false;
  const [own, foreground] = ps.stdout.trim().split(/\s+/);
  return own === foreground;
}
