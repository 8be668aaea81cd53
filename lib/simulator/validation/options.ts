import { shapeOf, type Shape } from '../../option-shape.js';

/** At that, validation takes hours. */
export const MAX_EFFORT = 100;

/** What is validated, and how thoroughly. */
export interface ValidationOptions {
  /** Of the first replication; the others have the next ones. @default 1 */
  readonly seed?: number;
  /** So many times the requests after the warm-up, above 0: more is surer, and less is soon no proof at all. @default 1 */
  readonly effort?: number;
  /** Names of cases. @default all */
  readonly only?: readonly string[];
}

/** The defaults, on the command line too. */
export const VALIDATION_DEFAULTS = { seed: 1, effort: 1 } as const;

export const VALIDATION_SHAPE: Shape<ValidationOptions> = {
  ...shapeOf(VALIDATION_DEFAULTS),
  only: 'strings',
};
