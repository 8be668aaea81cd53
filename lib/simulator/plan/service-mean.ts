import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { NUMBER, plainNumber } from '../../schema/number.js';
import { isDuration, positiveTime } from '../../schema/time.js';
import { virtualTime } from './virtual-time.js';

/** The mean service time as a simulation counts it. */
export interface MeanService {
  readonly serviceMean: number;
  /** What all times are in; without it they are numbers of no unit. */
  readonly timeUnit?: 'ms';
}

/** `20`, a number without a unit; or `20ms`, `0.5s`: then all times are in milliseconds. */
export const serviceMean: Kind<number | string, ''> = {
  ...defineKind({
    type: 'number or string',
    range: 'number above 0, or a duration such as 20ms',
    schema: { ...virtualTime.schema, pattern: `^${NUMBER}(ms|s|m|h)?$` },
    parse: (written: string): number | string => {
      meanService(written);
      return isDuration(written) ? written : virtualTime.parse(written);
    },
  }),
  check: (name, value) => virtualTime.check(name, meanService(value).serviceMean),
};

/** @throws LbsimError of kind `usage` */
export function meanService(given: number | string): MeanService {
  if (typeof given === 'number') return { serviceMean: given };
  if (isDuration(given)) return { serviceMean: positiveTime.parse(given), timeUnit: 'ms' };
  if (Number.isNaN(plainNumber(given)))
    throw badValue(given, 'is not a time above 0', 'a number such as 1 or 0.5, or a duration such as 20ms');
  return { serviceMean: virtualTime.parse(given) };
}
