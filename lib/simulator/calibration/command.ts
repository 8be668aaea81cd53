import type { RecordingHeader } from '../../recording/format.js';
import { ineffective, isGiven } from '../../schema/effect.js';
import type { OptionTable } from '../../schema/option.js';
import { SIMULATION_TABLE } from '../plan/option-table.js';
import { RECORDED_OPTION_NAMES, type RecordedOptions } from './simulated-options.js';

/**
 * The words that simulate a recorded run: its arrivals, its service times drawn at random, backends as fast as they were, and the
 * options of the balancer that the recording has, where they have an effect.
 *
 * @param path - of the recording
 */
export function commandOf(
  header: RecordingHeader,
  options: RecordedOptions,
  path: string,
): readonly string[] {
  const { backends, weights, slots } = options;
  const algorithm = header.algorithmFile ?? header.algorithm;
  return [
    ...['lbsim', 'simulate', '--algorithm', algorithm],
    ...['--backends', String(backends)],
    ...(weights === undefined ? [] : ['--weights', weights.join(',')]),
    ...['--slots', String(slots)],
    ...wordsOf(algorithm, options),
    ...['--arrivals', `trace:${path}`, '--service', `empirical:${path}`],
  ];
}

/** Those that are not the default, and that the algorithm looks at. */
function wordsOf(algorithm: string, options: RecordedOptions): string[] {
  const table: OptionTable = SIMULATION_TABLE;
  const values = Object.fromEntries(
    Object.entries(RECORDED_OPTION_NAMES).map(
      ([key, name]) => [name, options[key as keyof typeof RECORDED_OPTION_NAMES]] as const,
    ),
  );
  const idle = ineffective(table, { ...values, algorithm }, String).map(({ name }) => name);
  return Object.entries(values).flatMap(([name, value]) => {
    const option = table[name];
    if (option === undefined || !isGiven(option, value) || idle.includes(name)) return [];
    return option.kind.flag === true ? [`--${name}`] : [`--${name}`, option.kind.show(value)];
  });
}
