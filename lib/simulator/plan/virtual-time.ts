import { optionError } from '../../errors.js';
import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { amount, positiveNumber } from '../../schema/number.js';
import { DURATION, isDuration, time } from '../../schema/time.js';

/** Beyond it, clocks of floating-point numbers stand still. */
export const MAX_VIRTUAL_TIME = 1e9;

/** A time in units of the mean service time, above 0. */
export const virtualTime = positiveNumber(MAX_VIRTUAL_TIME, 1 / MAX_VIRTUAL_TIME);

/** A time in units of the mean service time, from 0 up. */
export const virtualTimeOrNone = amount('a time', MAX_VIRTUAL_TIME, 'a number such as 0, 50 or 0.5');

/** A plain number; or a duration such as `200ms`, where the mean service time is one too. */
export type VirtualTime = number | string;

/** {@link VirtualTime} above 0. */
export const givenTime = givenTimeKind(virtualTime, 'number above 0', { exclusiveMinimum: 0 });

/** {@link VirtualTime} from 0 up. */
export const givenTimeOrNone = givenTimeKind(virtualTimeOrNone, 'number from 0 up', { minimum: 0 });

/** What one time is in, and the mean service time in it. */
interface MeanInUnit {
  readonly serviceMean: number;
  readonly timeUnit?: 'ms';
}

/**
 * @param name - of the option
 * @returns the time in units of the mean service time
 * @throws LbsimError of kind `usage` for a duration where the mean service time is a number without a unit
 */
export function inServiceMeans(
  name: string,
  given: VirtualTime,
  { serviceMean, timeUnit }: MeanInUnit,
): number {
  if (typeof given === 'number') return given;
  if (timeUnit === undefined)
    throw optionError(
      `${name} ${given} is a duration, but serviceMean ${serviceMean} has no unit: use a serviceMean such as 20ms, or a plain number`,
    );
  return time.parse(given) / serviceMean;
}

function givenTimeKind(plain: Kind<number, ''>, range: string, bounds: object): Kind<VirtualTime, ''> {
  const parse = (written: string): VirtualTime => {
    if (!isDuration(written)) return plain.parse(written);
    if (time.parse(written) === 0) plain.check(`'${written}'`, 0);
    return written;
  };
  return {
    ...defineKind({
      type: 'number or string',
      range: `${range}, or a duration such as 200ms`,
      schema: { type: ['number', 'string'], ...bounds, maximum: MAX_VIRTUAL_TIME, pattern: DURATION.source },
      parse,
    }),
    check(name, value) {
      if (typeof value === 'number') plain.check(name, value);
      else if (isDuration(value)) parse(value);
      else throw badValue(value, 'is not a duration', 'a plain number, or a duration such as 200ms');
    },
  };
}
