import { optionError } from '../errors.js';

/** A message is one line. @throws LbsimError `ERR_OPTION_INVALID` */
export function refuseLineBreak(text: string): void {
  if (!text.includes('\n')) return;
  throw optionError(
    `message ${JSON.stringify(text)} has a line break: give each line as a message of its own`,
  );
}
