import { optionError } from '../errors.js';
import { calibrate } from '../simulator/calibration/calibrate.js';
import { calibrationText } from './calibration-text.js';
import { jsonLine } from './json-line.js';
import { recordingText } from './recording-text.js';
import { shellWords } from './shell-words.js';
import { Interruption } from './signals.js';

export interface CalibrateCommandOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly json: boolean;
}

/** Of a recording: some two million connections. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/**
 * Prints what a simulation needs to know of a recording.
 *
 * @returns the exit status, 0 unless it is interrupted
 */
export async function runCalibrateCommand({ file, json }: CalibrateCommandOptions): Promise<number> {
  const interruption = new Interruption();
  const { signal } = interruption;
  const text = await wholeText(file, signal);
  if (signal.aborted) return interruption.status(1, 'nothing was calibrated yet');
  const name = file === '-' ? 'standard input' : file;
  const calibration = calibrate(text, name, file === '-' ? 'run.jsonl' : file);
  const command = shellWords(calibration.command);
  process.stdout.write(json ? jsonLine({ ...calibration, command }) : calibrationText(calibration));
  return 0;
}

async function wholeText(file: string, signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const piece of recordingText(file, signal)) {
    text += piece;
    if (text.length > MOST_CHARACTERS)
      throw optionError(
        `recording '${file}' has more than ${MOST_CHARACTERS} characters: calibrate from a shorter one`,
      );
  }
  return text;
}
