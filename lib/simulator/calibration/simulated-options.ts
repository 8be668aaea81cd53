import { defined } from '../../defined.js';
import type { RecordingHeader } from '../../recording/format.js';
import type { SimulationOptions } from '../plan/options.js';
import { populationOf } from './population.js';
import { meanServiceOf, simulatedBackends, type Served } from './simulated-backends.js';
import type { Surroundings } from './surroundings.js';

const DIGITS = 6;

/** What a recording says of a run that the simulator can have as well, but its algorithm, arrivals and service times. */
export type RecordedOptions = Pick<
  SimulationOptions,
  | 'choices'
  | 'sample'
  | 'ewmaDecay'
  | 'vnodes'
  | 'backends'
  | 'weights'
  | 'slots'
  | 'backup'
  | 'maxPerBackend'
  | 'keys'
  | 'sticky'
>;

/** Of {@link simulatedOptions} by the names of the command line, the backends apart. */
export const RECORDED_OPTION_NAMES = {
  choices: 'choices',
  sample: 'sample',
  ewmaDecay: 'ewma-decay',
  vnodes: 'vnodes',
  backup: 'backup',
  maxPerBackend: 'max-per-backend',
  keys: 'keys',
  sticky: 'sticky',
} as const satisfies Partial<Record<keyof RecordedOptions, string>>;

/** The options of a simulation of a recorded run. @param served - at least one, in the order of `backupsLast` */
export function simulatedOptions(
  header: RecordingHeader,
  served: readonly Served[],
  { keys, keyed }: Surroundings,
): RecordedOptions {
  const { schedulerOptions: { decay, ...scheduler } = {}, maxPerBackend, sessions } = header;
  const ewmaDecay = decay && Number((decay / meanServiceOf(served)).toPrecision(DIGITS));
  return {
    ...simulatedBackends(header, served),
    ...defined({ ...scheduler, ewmaDecay, maxPerBackend }),
    ...(keys > 0 && { keys: populationOf(keyed, keys), sticky: sessions !== undefined }),
  };
}
