import { LbsimError } from '../errors.js';
import { checkShape, wrongType, type Shape } from '../option-shape.js';
import {
  chooseAlgorithm,
  type AlgorithmOption,
  type ChosenAlgorithm,
} from '../schedulers/chosen-algorithm.js';
import { withoutMark } from './beginning.js';
import { recordingError, quoted, type MakeRecordingError } from './recording-error.js';
import { readEntry } from './read-entry.js';
import type { RecordingHeader } from './format.js';
import { readHeader } from './read-header.js';
import { Replayer } from './replayer.js';
import type { ReplayReport } from './report.js';

export interface ReplayOptions {
  /** What errors call the recording. @default 'recording' */
  readonly name?: string;
  /** What it was recorded with; needed if that was an algorithm of one's own. @default the one of the scheduler table that the recording names */
  readonly algorithm?: AlgorithmOption;
  /** Ends it early, with what was compared by then, which is not `ok`. */
  readonly signal?: AbortSignal;
}

const SHAPE: Shape<ReplayOptions> = { name: 'string', algorithm: 'algorithm', signal: 'object' };

/**
 * Replays what `lbsim balance --record` wrote: builds the brain of that balancer anew, tells it in virtual time what that
 * one was told, and compares each of its picks. A last line that was cut short, as a balancer that is killed leaves it, is
 * left out.
 *
 * @param lines - of the recording, without their ends
 * @throws LbsimError `ERR_RECORDING` of kind `usage` when this is not a recording, with the number of the line; `ERR_ALGORITHM`
 *   when it needs an algorithm that was not given, or does not need the one that was; the reason of the signal when it came
 *   before the header
 */
export async function replay(
  lines: Iterable<string> | AsyncIterable<string>,
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  checkShape('ReplayOptions', options, SHAPE);
  if (!isIterable(lines)) throw wrongType('lines', lines, 'a list or a stream of lines');
  const { name = 'recording', algorithm, signal } = options;
  const chosen = algorithm === undefined ? undefined : chooseAlgorithm(algorithm);
  let line = 0;
  let replayer: Replayer | undefined;
  let cut: LbsimError | undefined;
  for await (const text of lines) {
    if (signal?.aborted) break;
    if (cut !== undefined) throw cut;
    line++;
    if (text === '' && replayer !== undefined) continue;
    const at = line;
    const errorOf: MakeRecordingError = (wrong, cause) => recordingError(name, at, wrong, cause);
    const value = parse(line === 1 ? withoutMark(text) : text);
    if (value === undefined) {
      cut = errorOf(`${quoted(text)} is not JSON`);
      if (replayer === undefined || !text.startsWith('[')) throw cut;
    } else if (replayer === undefined) {
      const header = readHeader(value, errorOf);
      refuseOtherAlgorithm(name, header, chosen);
      replayer = begin(() => new Replayer(header, chosen?.custom, errorOf), errorOf);
    } else {
      replayer.take(readEntry(value, replayer.backends, errorOf), line, errorOf);
    }
  }
  if (replayer === undefined) signal?.throwIfAborted();
  if (replayer === undefined) throw recordingError(name, 1, 'there is none, not even a header');
  const report = replayer.report(cut !== undefined);
  return signal?.aborted ? { ...report, ok: false } : report;
}

/** A file that a recording names is not run for that: who replays it says which. */
function refuseOtherAlgorithm(
  name: string,
  { algorithm, algorithmFile }: RecordingHeader,
  chosen: ChosenAlgorithm | undefined,
): void {
  const refuse = (text: string): never => {
    throw new LbsimError('ERR_ALGORITHM', `recording '${name}' ${text}`, { kind: 'usage' });
  };
  if (algorithmFile !== undefined && chosen?.custom === undefined)
    refuse(
      `was made with an algorithm that is not lbsim's own, ${algorithm} (${algorithmFile ?? 'a value of the library'}): ` +
        `give it, as in --algorithm ${algorithmFile ?? './mine.js'}`,
    );
  if (algorithmFile !== undefined || chosen === undefined) return;
  const given = chosen.custom?.label ?? chosen.algorithm;
  if (chosen.custom !== undefined || given !== algorithm)
    refuse(`was made with lbsim's own ${algorithm}, not with ${given}: leave the algorithm out`);
}

/** A text is one of characters, not of lines. */
function isIterable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}

/** Undefined when it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function begin(build: () => Replayer, errorOf: MakeRecordingError): Replayer {
  try {
    return build();
  } catch (error) {
    if (error instanceof LbsimError) throw errorOf(error.message, error);
    throw error;
  }
}
