import { describe, expect, it } from '@jest/globals';
import { caseNames } from '../../../lib/cli/options/cases.js';

describe('names of cases on the command line', () => {
  it('are taken by name and by a beginning that several share', () => {
    expect(caseNames('random, closed')).toEqual(['random', 'closed-one', 'closed-slots', 'closed-random']);
  });

  it('are refused when there is no such case, with what there is', () => {
    expect(() => caseNames('random,slot')).toThrow(
      /^'slot' is not a case: use one-backend, .*\(did you mean slots\?\)$/,
    );
  });
});
