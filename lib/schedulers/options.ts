import { didYouMean } from '../did-you-mean.js';
import { optionError, outOfRange } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';

/** How members are drawn that are to be compared. */
export const SAMPLES = ['distinct', 'independent'] as const;
export type Sample = (typeof SAMPLES)[number];

/** Upper bound of the number of members that are drawn for one pick. */
export const MAX_CHOICES = 256;

/** Points on a ring of a member of average weight: how many unless told, and how many at most. */
export const DEFAULT_VNODES = 100;
export const MAX_VNODES = 100_000;

/** What some of the algorithms can be told beside; the others pay no heed. */
export interface SchedulerOptions {
  /** How many members an algorithm that compares draws at random, an integer from 1 to 256. @default 2 */
  readonly choices?: number;
  /** Whether these are all different, or drawn one like the other, so that some may be the same. @default 'distinct' */
  readonly sample?: Sample;
  /** Time constant of the moving average of peak-ewma, in the unit of the latencies. @default 10000 */
  readonly decay?: number;
  /** Points on the ring of a member of average weight, for ring and bounded-load, an integer from 1 to 100000; fewer when there would be more than 1048576 in all. @default 100 */
  readonly vnodes?: number;
}

const SHAPE: Shape<SchedulerOptions> = {
  choices: 'number',
  sample: 'string',
  decay: 'number',
  vnodes: 'number',
};

/**
 * Refuses what no algorithm could make sense of, also where the algorithm pays no heed.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseBadOptions(options: SchedulerOptions): void {
  checkShape('SchedulerOptions', options, SHAPE);
  const { choices = 1, sample = 'distinct', decay = 1, vnodes = DEFAULT_VNODES } = options;
  if (!Number.isInteger(choices) || choices < 1 || choices > MAX_CHOICES)
    throw outOfRange('choices', choices, `an integer from 1 to ${MAX_CHOICES}`);
  if (!SAMPLES.includes(sample))
    throw optionError(
      `sample '${sample}' is unknown${didYouMean(sample, SAMPLES)}: use one of ${SAMPLES.join(', ')}`,
    );
  if (!(decay > 0 && decay < Infinity)) throw outOfRange('decay', decay, 'a time above 0, such as 10000');
  if (!Number.isInteger(vnodes) || vnodes < 1 || vnodes > MAX_VNODES)
    throw outOfRange('vnodes', vnodes, `an integer from 1 to ${MAX_VNODES}`);
}
