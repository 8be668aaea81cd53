import { optionError } from '../../errors.js';
import { MAX_WEIGHT } from '../../routing/backend.js';
import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { list } from '../../schema/list.js';
import { integer, largeInteger, NUMBER, plainNumber, positiveNumber } from '../../schema/number.js';

export const MAX_BACKENDS = 1_000_000;
/** Outside of it one event takes the time of a whole run, or none. */
const SPEEDS = { min: 1e-12, max: 1e12 };

const speed = positiveNumber(SPEEDS.max, SPEEDS.min);
const backendCount = largeInteger(1, MAX_BACKENDS);

/** `10`, how many backends of speed 1; or `1,1,2,4`, their speeds. */
export const backendsOrSpeeds: Kind<number | readonly number[], ''> = {
  ...defineKind({
    type: 'number or numbers',
    range: 'how many, or speeds such as 1,1,2,4',
    schema: {
      type: ['integer', 'string'],
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      pattern: `^[+]?${NUMBER}(,\\s*${NUMBER})*$`,
    },
    parse: (written: string): number | readonly number[] => {
      if (!written.includes(',')) return largeInteger(1).parse(written);
      return written.split(',').map((part) => {
        const value = plainNumber(part.trim());
        if (!(value > 0)) throw badValue(part, 'is not a speed', 'speeds above 0, such as 1,1,2,4');
        return value;
      });
    },
  }),
  check(name, value) {
    if (value === 0 || (typeof value !== 'number' && value.length === 0))
      throw optionError(`${name} 0 leaves no backend to serve requests: use 1 or more`);
    if (typeof value === 'number') backendCount.check(name, value);
    else for (const each of value) speed.check('speed', each);
  },
};

const weight = integer(1, MAX_WEIGHT);

/** `1,1,2`: whole numbers from 1 to 256; a plan sees that there is one for each backend. */
export const weightList: Kind<readonly number[], ''> = {
  ...list(`numbers from 1 to ${MAX_WEIGHT}`, weight.parse),
  type: 'numbers',
};
