import { expect, it } from '@jest/globals';
import { OutageCounts } from '../../lib/metrics/outages.js';

it('adds up outages, the present one too, and counts the flips', () => {
  const outages = new OutageCounts();
  expect([outages.downMsOf('B1', 5), outages.transitionsOf('B1')]).toEqual([0, { up: 0, down: 0 }]);
  outages.wentDown('B1', 100, false);
  expect(outages.downMsOf('B1', 150)).toBe(50);
  outages.cameUp('B1', 300);
  outages.wentDown('B1', 1000, true);
  expect(outages.downMsOf('B1', 1001)).toBe(201);
  expect(outages.transitionsOf('B1')).toEqual({ up: 1, down: 1 });
});

it('counts no time in which nobody looks, and forgets a backend that is gone', () => {
  const outages = new OutageCounts();
  outages.wentDown('B1', 0, true);
  outages.unobserved('B1', 10);
  expect(outages.downMsOf('B1', 1000)).toBe(10);
  outages.removed('B1');
  expect([outages.downMsOf('B1', 2000), outages.transitionsOf('B1')]).toEqual([0, { up: 0, down: 0 }]);
});
