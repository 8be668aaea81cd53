import { describe, expect, it } from '@jest/globals';
import { checkNames } from '../../../lib/cli/options/checks.js';

describe('names of checks', () => {
  it('are read with what several begin with', () => {
    expect(checkNames('bytes, half-close')).toEqual(['bytes', 'half-close-client', 'half-close-backend']);
  });

  it.each([
    ['half-clos', /^'half-clos' is not a check: use bytes, .*backend-refuse/],
    ['bytes,idle-hald', /^'idle-hald' is not a check: use .* \(did you mean idle-hold\?\)$/],
    ['', /^'' is not a check/],
  ])('are not %j', (text, message) => expect(() => checkNames(text)).toThrow(message));
});
