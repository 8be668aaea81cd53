import { LbsimError } from '../errors.js';
import { checkShape, wrongType, type Shape } from '../option-shape.js';
import { complaint, quoted, type Complain } from './complaint.js';
import { readEntry } from './read-entry.js';
import { readHeader } from './read-header.js';
import { Replayer } from './replayer.js';
import type { ReplayReport } from './report.js';

export interface ReplayOptions {
  /** What errors call the recording. @default 'recording' */
  readonly name?: string;
  /** Ends it early, with what was compared by then, which is not `ok`. */
  readonly signal?: AbortSignal;
}

const SHAPE: Shape<ReplayOptions> = { name: 'string', signal: 'object' };

/**
 * Replays what `lbsim balance --record` wrote: builds the brain of that balancer anew, tells it in virtual time what that
 * one was told, and compares each of its picks. A last line that was cut short, as a balancer that is killed leaves it, is
 * left out.
 *
 * @param lines - of the recording, without their ends
 * @throws LbsimError `ERR_RECORDING` of kind `usage` when this is no recording, with the number of the line; the reason of
 *   the signal when it came before the header
 */
export async function replay(
  lines: Iterable<string> | AsyncIterable<string>,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  checkShape('ReplayOptions', options, SHAPE);
  if (!isIterable(lines)) throw wrongType('lines', lines, 'a list or a stream of lines');
  const { name = 'recording', signal } = options;
  let line = 0;
  let replayer: Replayer | undefined;
  let cut: LbsimError | undefined;
  for await (const text of lines) {
    if (signal?.aborted) break;
    if (cut !== undefined) throw cut;
    line++;
    if (text === '' && replayer !== undefined) continue;
    const at = line;
    const complain: Complain = (wrong, cause) => complaint(name, at, wrong, cause);
    const value = parse(text);
    if (value === undefined) {
      cut = complain(`${quoted(text)} is not JSON`);
      if (replayer === undefined || !text.startsWith('[')) throw cut;
    } else if (replayer === undefined) {
      const header = readHeader(value, complain);
      replayer = begin(() => new Replayer(header, complain), complain);
    } else {
      replayer.take(readEntry(value, replayer.backends, complain), line, complain);
    }
  }
  if (replayer === undefined) signal?.throwIfAborted();
  if (replayer === undefined) throw complaint(name, 1, 'there is none, not even a header');
  const report = replayer.report(cut !== undefined);
  return signal?.aborted ? { ...report, ok: false } : report;
}

/** A text is one of characters, not of lines. */
function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Undefined when it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function begin(build: () => Replayer, complain: Complain): Replayer {
  try {
    return build();
  } catch (error) {
    if (error instanceof LbsimError) throw complain(error.message, error);
    throw error;
  }
}
