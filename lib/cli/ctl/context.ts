import ansiEscapes from 'ansi-escapes';
import { AdminClient, type AdminTarget } from '../../admin/client.js';
import type { Values } from '../../schema/option.js';
import { printable } from '../../printable.js';
import { jsonLine } from '../json-line.js';
import { exitWhenInterrupted } from '../signals.js';
import { stdoutColours } from '../terminal.js';
import { painter } from '../text/paint.js';
import { cutLine } from '../text/width.js';
import { windowColumns } from '../window.js';
import { findProcess, type Addressee } from './find-process.js';
import type { VERB_OPTIONS } from './option-table.js';
import type { CtlContext, CtlOptions } from './verb.js';

/** Of one that is stopped (SIGSTOP) the system accepts connections all the same. */
const READ_TIMEOUT_MS = 10_000;

interface Printing {
  readonly json: boolean;
  readonly noColor: boolean;
}

/** What the words of a command line rely on: they print to standard output. */
export function commandLineContext(
  addressee: Addressee,
  options: CtlOptions,
  { json, noColor }: Printing,
): CtlContext {
  const paint = painter(stdoutColours(noColor));
  const { stdout } = process;
  let drawn = 0;
  let asks = false;
  const clientOf = (target: AdminTarget): AdminClient => {
    // Not before: a file is read in one piece, and what waits for one is ended by the signal itself.
    if (!asks) exitWhenInterrupted();
    asks = true;
    return new AdminClient(target, 'ctl', READ_TIMEOUT_MS);
  };
  const print: CtlContext['print'] = (result, text) =>
    void stdout.write(json ? jsonLine(result) : `${text()}\n`);
  return {
    ...clients(addressee, clientOf),
    options,
    print,
    redraw: (result, lines) => {
      if (json) void stdout.write(jsonLine(result));
      else {
        const room = windowColumns();
        const fitting = lines.slice(0, stdout.isTTY ? stdout.rows - 1 : Infinity);
        const text = fitting.map((line) => `${paint(cutLine(line, room))}\n`).join('');
        void stdout.write(stdout.isTTY && drawn > 0 ? ansiEscapes.eraseLines(drawn + 1) + text : text);
        drawn = fitting.length;
      }
    },
    complain: (line) => void process.stderr.write(`${printable(line)}\n`),
    confirm: async (question) => {
      const { canAsk, confirm } = await import('../confirm.js');
      return !canAsk() || confirm(question);
    },
    paint,
    room: windowColumns(),
  };
}

/** The admin APIs that an addressee stands for. */
export function clients(
  addressee: Addressee,
  clientOf: CtlContext['clientOf'] = (target) => new AdminClient(target),
): Pick<CtlContext, 'client' | 'clientOf' | 'to'> {
  return {
    client: async () => clientOf(await findProcess(addressee, 'balance')),
    clientOf,
    to: addressee.to,
  };
}

/** The options of words as they are given. */
export function verbOptions(values: Values<typeof VERB_OPTIONS> & { readonly watch: boolean }): CtlOptions {
  const { wait, drain, everywhere, backup, backend, reset, close, all, yes, strict, follow, only, watch } =
    values;
  const { 'dry-run': dryRun } = values;
  return {
    ...{ wait: inMs(wait), drain: inMs(drain), everywhere, backup, backend, reset },
    ...{ close, all, yes, dryRun, strict, follow, watch, only: only?.join() },
  };
}

/** A time as the API reads it. */
function inMs(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${ms}ms`;
}
