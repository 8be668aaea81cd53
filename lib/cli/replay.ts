import { counted } from '../logging/format.js';
import { linesOf } from '../recording/lines-of.js';
import { replay } from '../recording/replay.js';
import { chosenAlgorithm } from './load-algorithms.js';
import { recordingText } from './recording-text.js';
import { replayText } from './replay-text.js';
import { Interruption } from './signals.js';
import { onUncaughtFailure } from './watched-algorithms.js';

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
    // As any of its failures: it failed while it was recorded, too.
    onUncaughtFailure(() => undefined);
    const chosen = algorithm === undefined ? undefined : await chosenAlgorithm(algorithm);
    const options = { name, signal, ...(chosen && { algorithm: chosen }) };
    const report = await replay(linesOf(recordingText(file, 'replay', signal), name), options);
    process.stdout.write(json ? interruption.json(report) : replayText(report, noColor));
    return interruption.status(report.ok ? 0 : 1, `after ${counted(report.lines, 'line')}`);
  } catch (error) {
    if (!signal.aborted) throw error;
    return interruption.status(1, 'nothing was replayed yet');
  }
}
