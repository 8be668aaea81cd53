import { LbsimError } from '../errors.js';
import { shown } from '../option-shape.js';
import { isAlgorithmPath } from './algorithm-path.js';
import {
  CustomAlgorithm,
  type CustomScheduler,
  type SchedulerClass,
  type SchedulerFactory,
} from './custom-algorithm.js';
import { knownAlgorithm, type Algorithm, type AlgorithmAlias } from './index.js';

/**
 * An algorithm as the library takes it: a name or alias of the scheduler table, or one of one's own, which is what
 * `loadAlgorithm` gives, a class of schedulers, a function that returns one, or a scheduler.
 */
export type AlgorithmOption =
  Algorithm | AlgorithmAlias | CustomAlgorithm | SchedulerClass | SchedulerFactory | CustomScheduler;

/** An algorithm that is known to be there. */
export interface ChosenAlgorithm {
  /** What events and reports call it. */
  readonly algorithm: string;
  /** One of one's own; absent for one of the scheduler table. */
  readonly custom?: CustomAlgorithm;
}

/**
 * Looks up a name, and checks an algorithm of one's own.
 *
 * @throws LbsimError of kind `usage`: `ERR_UNKNOWN_ALGORITHM` for a name that is not in the table, `ERR_ALGORITHM` for one of
 *   one's own that is wrong, or that is a path, which has to be loaded first
 */
export function chooseAlgorithm(option: unknown): ChosenAlgorithm {
  if (typeof option === 'string' && isAlgorithmPath(option))
    throw new LbsimError(
      'ERR_ALGORITHM',
      `algorithm ${shown(option)} is a file, which takes time to load: use await loadAlgorithm(${shown(option)})`,
      { kind: 'usage' },
    );
  if (typeof option === 'string') return { algorithm: knownAlgorithm(option) };
  const custom = option instanceof CustomAlgorithm ? option : new CustomAlgorithm(option);
  return { algorithm: custom.name, custom };
}
