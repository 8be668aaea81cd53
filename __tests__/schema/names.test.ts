import { describe, expect, it } from '@jest/globals';
import { CHECK_NAMES } from '../../lib/check/checks/index.js';
import { someOf } from '../../lib/schema/names.js';
import { CASE_NAMES } from '../../lib/simulator/validation/case-names.js';

const checks = someOf('a check', CHECK_NAMES).parse;
const cases = someOf('a case', CASE_NAMES).parse;

describe('names on the command line', () => {
  it('are read with what several begin with', () => {
    expect(checks('bytes, half-close')).toEqual(['bytes', 'half-close-client', 'half-close-backend']);
    expect(cases('random, closed')).toEqual(['random', 'closed-one', 'closed-slots', 'closed-random']);
  });

  it.each([
    ['half-clos', /^'half-clos' is not a check: use bytes, .*backend-refuse/],
    ['bytes,idle-hald', /^'idle-hald' is not a check: use .* \(did you mean idle-hold\?\)$/],
    ['half-closed', /\(did you mean half-close\?\)$/],
    ['', /^'' is not a check/],
  ])('are not %j, of checks', (text, message) => expect(() => checks(text)).toThrow(message));

  it('are not what there is no case of', () => {
    expect(() => cases('random,slot')).toThrow(
      /^'slot' is not a case: use one-backend, .*\(did you mean slots\?\)$/,
    );
  });
});
