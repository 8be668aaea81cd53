import { expect, test } from '@jest/globals';
import { Occupancy } from '../../../lib/simulator/measures/occupancy.js';

test('areas are jobs × time, and working slots × time, by hand', () => {
  const occupancy = new Occupancy(2, 2);
  occupancy.until(1, 0, 0); // nobody until 1
  occupancy.until(3, 0, 1); // one until 3
  occupancy.until(4, 0, 3); // three until 4
  occupancy.until(4, 1, 5); // the other had five all the time

  expect([...occupancy.present]).toEqual([2 + 3, 20]);
  expect([...occupancy.busy]).toEqual([2 + 2, 8]);
});

test('all backends are brought up to the same time', () => {
  const occupancy = new Occupancy(3, 1);
  occupancy.until(2, 1, 4);
  occupancy.untilAll(5, Int32Array.of(1, 2, 0));

  expect([...occupancy.present]).toEqual([5, 8 + 6, 0]);
  expect([...occupancy.busy]).toEqual([5, 2 + 3, 0]);
});

test('what was before the beginning does not count, and areas of other times can be added', () => {
  const occupancy = new Occupancy(1, 1);
  occupancy.begin(12);
  occupancy.until(15, 0, 2);
  const later = new Occupancy(1, 1);
  later.until(10, 0, 7);
  later.add(occupancy);

  expect([...occupancy.present, ...occupancy.busy]).toEqual([6, 3]);
  expect([...later.present, ...later.busy]).toEqual([76, 13]);
});
