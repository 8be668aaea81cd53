import { optionError } from '../../errors.js';
import { badValue, defineKind, type Kind } from '../../schema/kind.js';
import { largeInteger, NUMBER, plainNumber } from '../../schema/number.js';
import { anyCase } from '../../schema/word.js';
import type { ConnectionLength, SimulationSettings } from './settings.js';

/** A number of requests for each connection; or `geometric:20`, a geometric number of that mean. */
export type RequestsPerConnection = number | string;

const MOST = 1e9;
const GEOMETRIC = /^geometric:(.*)$/i;
const count = largeInteger(1, MOST);

/** {@link RequestsPerConnection}, checked, as it was written. */
export const requestsPerConnection: Kind<RequestsPerConnection, ''> = {
  ...defineKind({
    type: 'number or string',
    range: `1 to ${MOST}, or geometric:MEAN`,
    schema: {
      ...count.schema,
      pattern: `^(?:[+]?${NUMBER}|${anyCase('geometric')}:${NUMBER})$`,
    },
    parse: (written: string): RequestsPerConnection => {
      if (!GEOMETRIC.test(written)) return count.parse(written);
      lengthOf(written);
      return written;
    },
  }),
  check(name, value) {
    if (typeof value === 'number') count.check(name, value);
    else lengthOf(value);
  },
};

/** @throws LbsimError of kind `usage` */
export function lengthOf(given: RequestsPerConnection): ConnectionLength {
  if (typeof given === 'number') return { kind: 'fixed', mean: given };
  const [, written] = GEOMETRIC.exec(given) ?? [];
  if (written === undefined)
    throw badValue(given, 'is not a number of requests', `1 to ${MOST}, or geometric:MEAN`);
  const mean = plainNumber(written);
  if (!(mean >= 1 && mean <= MOST))
    throw optionError(
      `'${given}' is not a geometric number of requests: use geometric:MEAN with a mean from 1 to ${MOST}, such as geometric:20`,
    );
  return { kind: 'geometric', mean };
}

/** The setting of a run. Of one request each they are no connections that the engine has to keep. */
export function connectionsOf({
  requestsPerConnection: given,
  think,
}: {
  readonly requestsPerConnection: RequestsPerConnection;
  readonly think: number;
}): Pick<SimulationSettings, 'connections'> {
  const length = lengthOf(given);
  return length.mean > 1 ? { connections: { ...length, think } } : {};
}

/** Whether a connection may have more than one request. @param given - any value of the option */
export function isHeld(given: unknown): boolean {
  return typeof given === 'number' || typeof given === 'string' ? lengthOf(given).mean > 1 : false;
}
