import ora, { type Ora } from 'ora';
import { stderrColours } from './terminal.js';

/** Progress on standard error, for as long as that is a terminal, and one of some width, by which lines are counted. */
export function progressSpinner(noColor: boolean, text = 'connecting'): Ora {
  return ora({
    stream: process.stderr,
    isSilent: !process.stderr.isTTY || process.stderr.columns === 0,
    color: stderrColours(noColor).level === 0 ? false : 'cyan',
    text,
  });
}
