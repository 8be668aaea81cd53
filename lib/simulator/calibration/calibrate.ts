import { optionError } from '../../errors.js';
import { checkShape, wrongType, type Shape } from '../../option-shape.js';
import { recordedArrivals } from '../../recording/recorded-arrivals.js';
import { recordedConnections } from '../../recording/recorded-connections.js';
import { recordedBackends, type RecordedBackend } from '../../recording/service-samples.js';
import { backupsLast } from './simulated-backends.js';
import { commandOf } from './command.js';
import { bestFit, momentsOf, type Fit } from './fit.js';
import { limitsOfKnowledge } from './limits-of-knowledge.js';
import { simulatedOptions } from './simulated-options.js';
import { surroundingsOf } from './surroundings.js';

/** What a simulation needs to know of a recorded run. Times are in milliseconds. */
export interface Calibration {
  /** What was recorded. */
  readonly recorded: { readonly lbsim: string; readonly algorithm: string; readonly seconds: number };
  readonly arrivals: ArrivalCalibration;
  /** Those to which connections were established; backups are last. */
  readonly backends: readonly BackendCalibration[];
  /** The words of the command that simulates it. */
  readonly command: readonly string[];
  /** What a simulation does not know of the run, in sentences. */
  readonly limits: readonly string[];
}

/** How requests came. */
export interface ArrivalCalibration {
  readonly count: number;
  /** A second. */
  readonly rate: number;
  /** Squared coefficient of variation of the gaps: 1 for a Poisson process, 0 for even ones. */
  readonly cv2: number;
}

/** How a backend served them. */
export interface BackendCalibration {
  readonly name: string;
  /** Those that were established and have closed. */
  readonly connections: number;
  /** Those of them that did not wait there, as far as that is seen: their durations are service times. */
  readonly samples: number;
  readonly serviceMean: number;
  /** Squared coefficient of variation of the service times. */
  readonly cv2: number;
  readonly fit: Fit;
  /** How many it serves at once; null where none was seen to wait. */
  readonly slots: number | null;
  /** The most connections that it had at once. */
  readonly atOnce: number;
}

/** Requests that a recording has at least: fewer say too little. */
const LEAST = 100;

export interface CalibrateOptions {
  /** What errors call the recording. @default 'recording' */
  readonly name?: string;
  /** Of its file, for the command. @default 'run.jsonl' */
  readonly path?: string;
}

const SHAPE: Shape<CalibrateOptions> = { name: 'string', path: 'string' };

/**
 * What a simulation of a recorded run needs to know: arrivals, and each backend's service times and slots.
 *
 *     const { backends } = calibrate(await readFile('run.jsonl', 'utf8'));
 *     console.log(backends.map(({ serviceMean }) => serviceMean));
 *
 * @param text - of the recording, as `lbsim balance --record` wrote it
 * @throws LbsimError `ERR_RECORDING` for anything but a recording, `ERR_OPTION_INVALID` for one with fewer than 100 requests, without
 *   times of connections, or whose times go back
 */
export function calibrate(text: string, options: CalibrateOptions = {}): Calibration {
  checkShape('CalibrateOptions', options, SHAPE);
  if (typeof text !== 'string') throw wrongType('text', text, 'the text of a recording');
  const { name = 'recording', path = 'run.jsonl' } = options;
  const recorded = recordedConnections(text, name);
  const arrivals = arrivalsOf(recordedArrivals(text, name), name);
  const { header } = recorded;
  const served = recordedBackends(recorded).filter(({ service }) => service.some((time) => time > 0));
  const backends = backupsLast(header, served).map(calibratedBackend);
  if (backends.length === 0)
    throw optionError(
      `recording '${name}' has no connection that was established and closed: use a longer one`,
    );
  const { lbsim, algorithm } = header;
  const seconds = (arrivals.count - 1) / arrivals.rate;
  const surroundings = surroundingsOf(text, name);
  return {
    recorded: { lbsim, algorithm, seconds },
    arrivals,
    backends,
    command: commandOf(header, simulatedOptions(header, backends, surroundings), path),
    limits: limitsOfKnowledge({ recorded, seconds, served: backends, surroundings }),
  };
}

function calibratedBackend({
  name,
  connections,
  service,
  slots,
  atOnce,
}: RecordedBackend): BackendCalibration {
  const { mean: serviceMean, cv2 } = momentsOf(service);
  const samples = service.length;
  return { name, connections, samples, serviceMean, cv2, fit: bestFit(service), slots, atOnce };
}

function arrivalsOf(times: readonly number[], name: string): ArrivalCalibration {
  const count = times.length;
  const last = times.at(-1) ?? 0;
  if (count < LEAST)
    throw optionError(`recording '${name}' has too few requests (${count}): use one with at least ${LEAST}`);
  if (last === 0)
    throw optionError(`recording '${name}' has no rate, as all its requests came at once: use a longer one`);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  return { count, rate: ((count - 1) * 1000) / last, cv2: momentsOf(gaps).cv2 };
}
