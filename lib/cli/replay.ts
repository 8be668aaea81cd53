import { createReadStream } from 'node:fs';
import { fileErrorReason, LbsimError, systemErrorCode } from '../errors.js';
import { linesOf } from '../simulator/replay/lines-of.js';
import { replay } from '../simulator/replay/replay.js';
import { jsonLine } from './json-line.js';
import { replayText } from './replay-text.js';
import { exitQuietly, onStopSignal } from './signals.js';

export interface ReplayCommandOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly json: boolean;
  readonly noColor: boolean;
}

/**
 * Replays a recording, and prints what came of it.
 *
 * @returns 0 when all picks are identical, else 1
 */
export async function runReplayCommand({ file, json, noColor }: ReplayCommandOptions): Promise<number> {
  onStopSignal(exitQuietly);
  const name = file === '-' ? 'standard input' : file;
  const report = await replay(linesOf(textOf(file), name), { name });
  process.stdout.write(json ? jsonLine(report) : replayText(report, noColor));
  return report.ok ? 0 : 1;
}

async function* textOf(file: string): AsyncGenerator<string> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  stream.setEncoding('utf8');
  try {
    yield* stream as AsyncIterable<string>;
  } catch (cause) {
    if (systemErrorCode(cause) === undefined) throw cause;
    const message = `recording '${file}' cannot be read (${fileErrorReason(cause)}): check the path`;
    throw new LbsimError('ERR_RECORDING', message, { kind: 'usage', cause });
  }
}
