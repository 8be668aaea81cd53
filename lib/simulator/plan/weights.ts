import { optionError } from '../../errors.js';
import { MAX_WEIGHT } from '../../routing/backend.js';
import { isInteger, refuseUnless } from './refusals.js';

/**
 * The weights given; without any, in proportion to the speeds, as exactly as weights up to 256 can be.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function weightsOf(
  weights: readonly number[] | undefined,
  speeds: readonly number[],
): readonly number[] {
  if (weights === undefined) {
    const fastest = speeds.reduce((most, speed) => Math.max(most, speed), 0);
    const exact = Array.from({ length: 100 }, (_, index) => index + 1).find((times) =>
      speeds.every((speed) => {
        const weight = Math.round(speed * times);
        return Math.abs(speed * times - weight) < 1e-9 && isInteger(weight, 1, MAX_WEIGHT);
      }),
    );
    const scale = exact ?? MAX_WEIGHT / fastest;
    return speeds.map((speed) => Math.max(1, Math.round(speed * scale)));
  }
  if (weights.length !== speeds.length) {
    throw optionError(
      `${weights.length} weights for ${speeds.length} backends: give one for each, such as ${speeds
        .map(() => 1)
        .slice(0, 4)
        .join(',')}${speeds.length > 4 ? ',…' : ''}`,
    );
  }
  for (const weight of weights)
    refuseUnless(isInteger(weight, 1, MAX_WEIGHT), 'weight', weight, `1 to ${MAX_WEIGHT}`);
  return weights;
}
