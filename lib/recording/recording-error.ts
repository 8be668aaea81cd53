import { LbsimError } from '../errors.js';

/** Makes the error for a line of a recording. @param wrong - what is wrong in it, and the value received */
export type MakeRecordingError = (wrong: string, cause?: unknown) => LbsimError;

const QUOTED = 60;
const REMEDY = 'use a file that lbsim balance --record wrote';

/** @param name - of the recording, as its reader knows it @param line - from 1 up */
export function recordingError(name: string, line: number, wrong: string, cause?: unknown): LbsimError {
  return new LbsimError('ERR_RECORDING', `recording '${name}', line ${line}: ${wrong}: ${REMEDY}`, {
    kind: 'usage',
    cause,
  });
}

/** The beginning of what was read. What is nested deeply is shown as far as that takes. */
export function quoted(value: unknown): string {
  const text =
    typeof value === 'string'
      ? `'${value}'`
      : isEndless(value)
        ? String(value)
        : JSON.stringify(shallow(value ?? null));
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

/** With lists and objects as far as they are shown: serializing all of them could exhaust the stack. */
function shallow(value: unknown, depth = 0): unknown {
  if (isEndless(value)) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === QUOTED) return null;
  if (Array.isArray(value)) return value.slice(0, QUOTED).map((item) => shallow(item, depth + 1));
  const entries = Object.entries(value).slice(0, QUOTED);
  return Object.fromEntries(entries.map(([key, item]) => [key, shallow(item, depth + 1)]));
}

/** A number past the largest one, such as `1e999`, of which `JSON.stringify` would make null. */
function isEndless(value: unknown): value is number {
  return value === Infinity || value === -Infinity;
}
