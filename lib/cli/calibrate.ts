import { optionError } from '../errors.js';
import { calibrate, type Calibration } from '../simulator/calibration/calibrate.js';
import type { WhatIf, WhatIfRun } from '../simulator/calibration/what-if.js';
import { version } from '../version.js';
import { calibrationText, unknownText } from './calibration-text.js';
import { recordingText } from './recording-text.js';
import { shellWords } from './shell-words.js';
import { Interruption } from './signals.js';
import { progressSpinner } from './spinner.js';
import { WholeFile } from './whole-file.js';

export interface CalibrateCommandOptions {
  /** `-` for standard input. */
  readonly file: string;
  readonly json: boolean;
  /** Whether the run is replayed and simulated too. */
  readonly isSimulated: boolean;
  /** Of each simulation. */
  readonly replications: number;
  /** The page of that. */
  readonly html: string | undefined;
  readonly noColor: boolean;
}

/** Of a recording: some two million connections. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/**
 * Prints what a simulation needs to know of a recording, and how the run would have been otherwise.
 *
 * @returns the exit status, 0 unless it is interrupted
 */
export async function runCalibrateCommand(options: CalibrateCommandOptions): Promise<number> {
  const { file, html } = options;
  const interruption = new Interruption();
  const { signal } = interruption;
  const text = await wholeText(file, signal);
  if (signal.aborted) return interruption.status(1, 'nothing was calibrated yet');
  const name = file === '-' ? 'standard input' : file;
  const calibration = calibrate(text, { name, path: file === '-' ? 'run.jsonl' : file });
  if (!options.isSimulated) {
    await print(options, calibration, interruption);
    return 0;
  }
  const page =
    html === undefined ? undefined : await WholeFile.open(html, { name: 'page', code: 'ERR_HTML_FILE' });
  try {
    return await simulated(options, { text, name, calibration, page }, interruption);
  } finally {
    await page?.close();
  }
}

interface Material {
  readonly text: string;
  readonly name: string;
  readonly calibration: Calibration;
  readonly page: WholeFile | undefined;
}

async function simulated(
  options: CalibrateCommandOptions,
  { text, name, calibration, page }: Material,
  interruption: Interruption,
): Promise<number> {
  const { whatIf } = await import('../simulator/calibration/what-if.js');
  const { signal } = interruption;
  const spinner = progressSpinner(options.noColor, 'simulating').start();
  const found = await whatIf(text, name, calibration, {
    replications: options.replications,
    signal,
    progress: (share) => (spinner.text = `simulating, ${Math.floor(100 * share)} %`),
  })
    .catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    })
    .finally(() => spinner.stop());
  if (found === undefined) {
    await print(options, calibration, interruption);
    return interruption.status(1, 'the run was not simulated');
  }
  const runs = found.runs.map(withoutTail);
  await print(options, calibration, interruption, { ...found, runs });
  const { renderWhatIf } = await import('../simulator/page/what-if-page.js');
  const commands = [shellWords(['lbsim', ...process.argv.slice(2)]), shellWords(calibration.command)];
  const written = await page?.write(
    renderWhatIf({ calibration, found, commands, version: version() }),
    signal,
  );
  return interruption.status(0, written === false ? 'the page was not written' : undefined);
}

/** The histogram of its latencies tells the same. */
function withoutTail({ kind, algorithm, latency, shares, failed, oneRun }: WhatIfRun): WhatIfRun {
  return { kind, algorithm, latency, shares, failed, oneRun };
}

async function print(
  { json }: CalibrateCommandOptions,
  calibration: Calibration,
  interruption: Interruption,
  whatIf?: WhatIf,
): Promise<void> {
  const command = shellWords(calibration.command);
  if (json) {
    process.stdout.write(interruption.json({ ...calibration, command, ...(whatIf && { whatIf }) }));
    return;
  }
  process.stdout.write(calibrationText(calibration));
  if (whatIf !== undefined) {
    const { whatIfText } = await import('./what-if-text.js');
    process.stdout.write(whatIfText(whatIf));
  }
  process.stdout.write(unknownText(calibration));
}

async function wholeText(file: string, signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const piece of recordingText(file, 'calibrate', signal)) {
    text += piece;
    if (text.length > MOST_CHARACTERS)
      throw optionError(
        `recording '${file}' has more than ${MOST_CHARACTERS} characters: calibrate from a shorter one`,
      );
  }
  return text;
}
