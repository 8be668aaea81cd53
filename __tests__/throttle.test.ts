import { expect, it } from '@jest/globals';
import { Throttle } from '../lib/throttle.js';

it('passes the first, and then one a second at most', () => {
  const gate = new Throttle();
  const passed = [0, 1, 999, 1000, 1500, 2000, 9000].filter((now) => gate.passes(now));
  expect(passed).toEqual([0, 1000, 2000, 9000]);
});
