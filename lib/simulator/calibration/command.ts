import { backendNameOf } from '../../routing/backend.js';
import type { RecordingHeader } from '../../recording/format.js';

/** Speeds within that share of each other count as the same. */
const ALIKE = 0.1;
const DIGITS = 3;

/** What was found of a backend. */
interface Served {
  readonly name: string;
  /** Service times of which the mean is known, in milliseconds. */
  readonly samples: number;
  readonly serviceMean: number;
  readonly slots: number | null;
  readonly atOnce: number;
}

/** Backends as a simulation has them. */
export interface SimulatedBackends {
  /** How many; or their speeds, where these differ. */
  readonly backends: number | readonly number[];
  /** Where they are not in proportion to the speeds. */
  readonly weights?: readonly number[];
  readonly slots: number;
}

/** Backends as fast as those of a recorded run were. @param backends - at least one */
export function simulatedBackends(header: RecordingHeader, backends: readonly Served[]): SimulatedBackends {
  const samples = backends.reduce((sum, backend) => sum + backend.samples, 0);
  const mean = backends.reduce((sum, backend) => sum + backend.serviceMean * backend.samples, 0) / samples;
  const speeds = backends.map(({ serviceMean }) => Number((mean / serviceMean).toPrecision(DIGITS)));
  const alike = speeds.length === 1 || Math.max(...speeds) < Math.min(...speeds) * (1 + ALIKE);
  const weights = weightsOf(header, backends);
  const isWeighted = !alike || new Set(weights).size > 1;
  return {
    backends: alike ? backends.length : speeds,
    ...(isWeighted && { weights }),
    slots: slotsOf(backends),
  };
}

/**
 * The words that simulate a recorded run: its arrivals, its service times drawn at random, backends as fast as they were.
 *
 * @param served - at least one
 * @param path - of the recording
 */
export function commandOf(
  header: RecordingHeader,
  served: readonly Served[],
  path: string,
): readonly string[] {
  const { backends, weights, slots } = simulatedBackends(header, served);
  const { algorithm, algorithmFile, maxPerBackend } = header;
  return [
    ...['lbsim', 'simulate', '--algorithm', algorithmFile ?? algorithm],
    ...['--backends', String(backends)],
    ...(weights === undefined ? [] : ['--weights', weights.join(',')]),
    ...['--slots', String(slots)],
    ...(maxPerBackend === undefined ? [] : ['--max-per-backend', String(maxPerBackend)]),
    ...['--arrivals', `trace:${path}`, '--service', `empirical:${path}`],
  ];
}

/** The same for all, as the simulator has it: the fewest that are known, else as many as were seen at once. */
function slotsOf(backends: readonly Served[]): number {
  const known = backends.flatMap(({ slots }) => slots ?? []);
  return known.length > 0 ? Math.min(...known) : Math.max(...backends.map(({ atOnce }) => atOnce));
}

/** Those that the backends had at the start; of those that joined, 1. */
function weightsOf({ backends: specs }: RecordingHeader, backends: readonly Served[]): number[] {
  return backends.map(({ name }) => specs.find((spec) => backendNameOf(spec) === name)?.weight ?? 1);
}
