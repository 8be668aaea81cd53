import { describe, expect, it } from '@jest/globals';
import { parseTrace, scaleTrace } from '../../lib/workload/parse-trace.js';

describe('a trace of arrivals', () => {
  it('has one time a line, in any unit, from any beginning', () => {
    expect(parseTrace('# two clients\n5\n\n5.25\r\n5500ms\n', 't')).toEqual([0, 250, 500]);
  });

  it('may have arrivals at one time', () => {
    expect(parseTrace('1\n1\n2', 't')).toEqual([0, 0, 1000]);
  });

  it.each([
    ['1\n3\n2\n', "trace 't' line 3: 2 goes back in time: use times that never decrease"],
    ['1\nsoon\n', "trace 't' line 2: 'soon' is not a duration: use seconds such as 5 or 0.25"],
    ['-1\n1\n', "trace 't' line 1: '-1' is not a duration"],
    ['', "trace 't' has too few times (0): use at least 2, one a line"],
    ['# none\n4\n', "trace 't' has too few times (1): use at least 2, one a line"],
  ])('is refused as %j', (text, message) => {
    expect(() => parseTrace(text, 't')).toThrow(message);
  });

  it('is brought to a rate with its pattern unchanged', () => {
    expect(scaleTrace([0, 100, 400], 10)).toEqual([0, 50, 200]);
    expect(() => scaleTrace([0, 0], 10)).toThrow('a trace whose times are all the same has no rate');
  });
});
