import { LbsimError } from '../../errors.js';

/** Makes the error for a line of a recording. @param wrong - what is wrong in it, and the value received */
export type Complain = (wrong: string, cause?: unknown) => LbsimError;

const QUOTED = 60;
const REMEDY = 'use a file that lbsim balance --record wrote';

/** @param name - of the recording, as its reader knows it @param line - from 1 up */
export function complaint(name: string, line: number, wrong: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_RECORDING', `recording '${name}', line ${line}: ${wrong}: ${REMEDY}`, {
    kind: 'usage',
    cause,
  });
}

/** The beginning of what was read, fit for a terminal. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value ?? null);
  const short = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  return short.replace(/\p{Cc}/gu, '\u{fffd}');
}
