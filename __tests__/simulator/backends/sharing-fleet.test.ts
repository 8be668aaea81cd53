import { expect, test } from '@jest/globals';
import { FleetBench } from './fleet-bench.js';

test('two jobs share the slot: each gets half of it while both are there', () => {
  const bench = new FleetBench('ps');
  bench.at(0, () => bench.admit('A', 1)).at(0.5, () => bench.admit('B', 2));

  // A has 0.5 left at 0.5, at half speed until 1.5. B has got 0.5 by then, and the other 1.5 alone.
  expect(bench.run()).toEqual(['A 1.5', 'B 3']);
});

test('three jobs of different size end when a third, a half, all of the slot says', () => {
  const bench = new FleetBench('ps');
  bench.at(0, () => ['A', 'B', 'C'].forEach((name, index) => bench.admit(name, index + 1)));

  // All get 1 until 3; B and C another 1 until 5; C the last 1 until 6.
  expect(bench.run()).toEqual(['A 3', 'B 5', 'C 6']);
});

test('a job that comes late and is short overtakes', () => {
  const bench = new FleetBench('ps');
  bench.at(0, () => bench.admit('A', 4)).at(2, () => bench.admit('B', 0.5));

  expect(bench.run()).toEqual(['B 3', 'A 4.5']);
});

test('jobs that are done at once leave in the order of their requests', () => {
  const bench = new FleetBench('ps');
  bench.at(0, () => ['A', 'B', 'C', 'D'].forEach((name) => bench.admit(name, 1)));

  expect(bench.run()).toEqual(['A 4', 'B 4', 'C 4', 'D 4']);
});

test('on K slots nobody is faster than on a slot of its own, and past K they share', () => {
  const bench = new FleetBench('ps', { slots: 2, speeds: [2] });
  bench
    .at(0, () => bench.admit('A', 2))
    .at(0, () => bench.admit('B', 4))
    .at(0.5, () => bench.admit('C', 4));

  // Until 0.5 A and B at 2 each: A has 1 left, B 3. Three share 4: at 4/3 each A is done at 1.25. Then B (2) and C (3) at 2 each.
  expect(bench.run()).toEqual(['A 1.25', 'B 2.25', 'C 2.75']);
});

test('a job that is alone is done as on a FIFO backend', () => {
  const done = (['fifo', 'ps'] as const).map((discipline) => {
    const bench = new FleetBench(discipline, { speeds: [0.5] });
    bench
      .at(1, () => bench.admit('A', 2))
      .at(2, () => bench.fleet.setSpeed(0, 0.25))
      .at(9, () => bench.admit('B', 1))
      .at(20, () => bench.admit('C', 1))
      .at(21, () => bench.fleet.setSpeed(0, 3));
    return bench.run();
  });

  expect(done[0]).toEqual(['A 8', 'B 13', 'C 21.25']);
  expect(done[1]).toEqual(done[0]);
});

test('so many are let in as slots and queue limit say', () => {
  const bench = new FleetBench('ps', { queueLimit: 1 });
  const admitted: boolean[] = [];
  bench
    .at(0, () => ['A', 'B', 'C'].forEach((name) => admitted.push(bench.admit(name, 1))))
    .at(1, () => bench.take('A'))
    .at(1, () => admitted.push(bench.admit('D', 0.25)));

  // B has 0.5 left at 1, D 0.25: D is done at 1.5, B at 1.75.
  expect(bench.run()).toEqual(['(A 1)', 'D 1.5', 'B 1.75']);
  expect(admitted).toEqual([true, true, false, true]);
});

test('a speed that changes in the middle counts for the work that is left', () => {
  const bench = new FleetBench('ps');
  bench
    .at(0, () => ['A', 'B'].forEach((name, index) => bench.admit(name, 2 + index)))
    .at(2, () => bench.fleet.setSpeed(0, 0.5))
    .at(4, () => bench.fleet.setSpeed(0, 4));

  // Until 2 each gets 1, until 4 another 0.5: A has 0.5 left, at 2 a unit until 4.25. B has 1 left, at 4.
  expect(bench.run()).toEqual(['A 4.25', 'B 4.5']);
});

test('at speed 0 nothing is done, whoever comes is let in, and all goes on where it stopped', () => {
  const bench = new FleetBench('ps');
  bench
    .at(0, () => bench.admit('A', 2))
    .at(1, () => bench.fleet.setSpeed(0, 0))
    .at(3, () => bench.admit('B', 1))
    .at(9, () => bench.fleet.setSpeed(0, 1));

  expect(bench.run()).toEqual(['A 11', 'B 11']);
});

test('who leaves in the middle gives its share to the others', () => {
  const bench = new FleetBench('ps');
  bench
    .at(0, () => ['A', 'B', 'C'].forEach((name, index) => bench.admit(name, index + 1)))
    .at(1.5, () => bench.take('B'));

  // Each has got 0.5 by 1.5. A and C get another 0.5 until 2.5; C has 2 left then, and the slot for itself.
  expect(bench.run()).toEqual(['(B 1.5)', 'A 2.5', 'C 4.5']);
});

test('each backend shares for itself', () => {
  const bench = new FleetBench('ps', { speeds: [1, 2] });
  bench.at(0, () => {
    bench.admit('A', 1, 0);
    bench.admit('B', 1, 1);
    bench.admit('C', 1, 1);
  });

  expect(bench.run()).toEqual(['A 1', 'B 1', 'C 1']);
});

test('a backend that was empty begins anew, so that no rest of long ago is left', () => {
  const bench = new FleetBench('ps');
  for (let round = 0; round < 1000; round++) bench.at(round * 10, () => bench.admit(`${round}`, 0.1));

  const sojourns = (bench.run(), bench.departures.map(({ at }, round) => at - round * 10));
  expect(sojourns.every((sojourn) => Math.abs(sojourn - 0.1) < 1e-11)).toBe(true);
});

test('a backend that is not there is a mistake of the caller', () => {
  const bench = new FleetBench('ps');

  expect(() => bench.admit('A', 1, 3)).toThrow('there is no backend no. 3');
});
