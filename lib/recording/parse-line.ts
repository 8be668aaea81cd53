import { quoted, recordingError } from './recording-error.js';

/** What the JSON of a line says. @param number - of the line, from 1 up @throws LbsimError `ERR_RECORDING` when it is none */
export function parseLine(line: string, name: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw recordingError(name, number, `${quoted(line)} is not JSON`, error);
  }
}
