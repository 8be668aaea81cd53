import { fileErrorReason, LbsimError, systemErrorCode } from '../errors.js';
import { counted } from '../logging/format.js';
import { linesOf } from '../recording/lines-of.js';
import { replay } from '../recording/replay.js';
import { chosenAlgorithm } from './load-algorithms.js';
import { openReader } from './open-reader.js';
import { replayText } from './replay-text.js';
import { Interruption } from './signals.js';

export interface ReplayCommandOptions {
  /** `-` for standard input. */
  readonly file: string;
  /** The name of the algorithm that it was recorded with, or the path of its module. */
  readonly algorithm: string | undefined;
  readonly json: boolean;
  readonly noColor: boolean;
}

/**
 * Replays a recording, and prints what came of it.
 *
 * @returns 0 when all picks are identical, else 1
 */
export async function runReplayCommand({
  file,
  algorithm,
  json,
  noColor,
}: ReplayCommandOptions): Promise<number> {
  const interruption = new Interruption();
  const { signal } = interruption;
  const name = file === '-' ? 'standard input' : file;
  try {
    const chosen = algorithm === undefined ? undefined : await chosenAlgorithm(algorithm);
    const options = { name, signal, ...(chosen && { algorithm: chosen }) };
    const report = await replay(linesOf(textOf(file, signal), name), options);
    process.stdout.write(json ? interruption.json(report) : replayText(report, noColor));
    return interruption.status(report.ok ? 0 : 1, `after ${counted(report.lines, 'line')}`);
  } catch (error) {
    if (!signal.aborted) throw error;
    return interruption.status(1, 'nothing was replayed yet');
  }
}

async function* textOf(file: string, signal: AbortSignal): AsyncGenerator<string> {
  try {
    const stream = file === '-' ? process.stdin : openReader(file);
    stream.setEncoding('utf8');
    signal.addEventListener('abort', () => stream.destroy());
    yield* stream as AsyncIterable<string>;
  } catch (cause) {
    if (signal.aborted) return;
    if (systemErrorCode(cause) === undefined) throw cause;
    const message = `recording '${file}' cannot be read (${fileErrorReason(cause)}): check the path`;
    throw new LbsimError('ERR_RECORDING', message, { kind: 'usage', cause });
  }
}
