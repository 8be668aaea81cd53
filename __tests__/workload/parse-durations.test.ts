import { describe, expect, it } from '@jest/globals';
import { parseDurations } from '../../lib/workload/parse-durations.js';

describe('durations that were measured', () => {
  it('stand one a line, in any unit, in any order', () => {
    expect(parseDurations('# two\n0.25\n\n5ms\r\n0\n', 'd')).toEqual([250, 5, 0]);
  });

  it.each([
    ['1\n-3ms\n', "file 'd' line 2: '-3ms' is not a duration: use seconds such as 5 or 0.25"],
    ['soon\n', "file 'd' line 1: 'soon' is not a duration"],
    ['', "file 'd' has no durations above 0: use one a line, such as 250ms"],
    ['0\n0ms\n', "file 'd' has no durations above 0"],
  ])('are refused as %j', (text, message) => {
    expect(() => parseDurations(text, 'd')).toThrow(message);
  });
});
