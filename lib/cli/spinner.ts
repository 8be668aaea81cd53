import ora, { type Ora } from 'ora';

/** Progress on standard error, for as long as that is a terminal. */
export function progressSpinner(noColor: boolean, text = 'connecting'): Ora {
  return ora({
    stream: process.stderr,
    isSilent: !process.stderr.isTTY,
    color: noColor ? false : 'cyan',
    text,
  });
}
