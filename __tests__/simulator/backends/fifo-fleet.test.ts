import { expect, test } from '@jest/globals';
import { FleetBench } from './fleet-bench.js';

test('one slot serves jobs in the order in which they came, each to its end', () => {
  const bench = new FleetBench('fifo');
  bench
    .at(0, () => bench.admit('A', 3))
    .at(1, () => bench.admit('B', 1))
    .at(2, () => bench.admit('C', 0.5));

  expect(bench.run()).toEqual(['A 3', 'B 4', 'C 4.5']);
});

test('K slots serve K jobs at once, each at the full speed', () => {
  const bench = new FleetBench('fifo', { slots: 2, speeds: [2] });
  bench.at(0, () =>
    ['A', 'B', 'C', 'D'].forEach((name, index) => bench.admit(name, [4, 2, 6, 2][index] ?? 0)),
  );

  // A has a slot until 2, B until 1; then C from 1 to 4, D from 2 to 3.
  expect(bench.run()).toEqual(['B 1', 'A 2', 'D 3', 'C 4']);
});

test('each backend has a queue and a speed of its own', () => {
  const bench = new FleetBench('fifo', { speeds: [1, 4] });
  bench.at(0, () => {
    bench.admit('A', 2, 0);
    bench.admit('B', 2, 1);
    bench.admit('C', 2, 0);
    bench.admit('D', 2, 1);
  });

  expect(bench.run()).toEqual(['B 0.5', 'D 1', 'A 2', 'C 4']);
});

test('so many jobs may wait as the queue limit says, and a place that is left is there for the next', () => {
  const bench = new FleetBench('fifo', { queueLimit: 1 });
  const admitted: boolean[] = [];
  bench
    .at(0, () => ['A', 'B', 'C'].forEach((name) => admitted.push(bench.admit(name, 2))))
    .at(1, () => bench.take('B'))
    .at(1.5, () => admitted.push(bench.admit('D', 1)));

  expect(bench.run()).toEqual(['(B 1)', 'A 2', 'D 3']);
  expect(admitted).toEqual([true, true, false, true]);
});

test('with a queue limit of 0 nobody waits, but every slot is used', () => {
  const bench = new FleetBench('fifo', { slots: 2, queueLimit: 0 });
  const admitted: boolean[] = [];
  bench.at(0, () => ['A', 'B', 'C'].forEach((name) => admitted.push(bench.admit(name, 1))));

  expect(bench.run()).toEqual(['A 1', 'B 1']);
  expect(admitted).toEqual([true, true, false]);
});

test('a speed that changes in the middle counts for the work that is left', () => {
  const bench = new FleetBench('fifo');
  bench
    .at(0, () => ['A', 'B'].forEach((name) => bench.admit(name, 4)))
    .at(1, () => bench.fleet.setSpeed(0, 0.5))
    .at(3, () => bench.fleet.setSpeed(0, 4));

  // A: 1 done until 1, 2 until 3, 4 at 3.5. B: all its 4 at speed 4.
  expect(bench.run()).toEqual(['A 3.5', 'B 4.5']);
});

test('at speed 0 nothing is done, whoever comes waits, and all goes on where it stopped', () => {
  const bench = new FleetBench('fifo', { slots: 2 });
  bench
    .at(0, () => bench.admit('A', 2))
    .at(1, () => bench.fleet.setSpeed(0, 0))
    .at(2, () => bench.admit('B', 3))
    .at(5, () => bench.admit('C', 1))
    .at(10, () => bench.fleet.setSpeed(0, 1));

  expect(bench.run()).toEqual(['A 11', 'C 12', 'B 13']);
});

test('a job that leaves the queue, wherever it stands, changes nothing for those before it and lets the others up', () => {
  for (const [leaver, left] of [
    ['B', ['(B 1)', 'A 2', 'C 4', 'D 6']],
    ['C', ['(C 1)', 'A 2', 'B 4', 'D 6']],
    ['D', ['(D 1)', 'A 2', 'B 4', 'C 6']],
  ] as const) {
    const bench = new FleetBench('fifo');
    bench
      .at(0, () => ['A', 'B', 'C', 'D'].forEach((name) => bench.admit(name, 2)))
      .at(1, () => bench.take(leaver));
    expect(bench.run()).toEqual(left);
  }
});

test('after the last of the queue has left, the next to come still has its turn', () => {
  const bench = new FleetBench('fifo');
  bench
    .at(0, () => ['A', 'B', 'C'].forEach((name) => bench.admit(name, 2)))
    .at(1, () => bench.take('C'))
    .at(1, () => bench.take('B'))
    .at(1, () => bench.admit('D', 1))
    .at(1, () => bench.admit('E', 1));

  expect(bench.run()).toEqual(['(C 1)', '(B 1)', 'A 2', 'D 3', 'E 4']);
});

test('a job that leaves while it is served gives its slot to the next', () => {
  const bench = new FleetBench('fifo');
  bench.at(0, () => ['A', 'B'].forEach((name) => bench.admit(name, 2))).at(0.5, () => bench.take('A'));

  expect(bench.run()).toEqual(['(A 0.5)', 'B 2.5']);
});

test('a completion that others have overtaken counts for nothing', () => {
  const bench = new FleetBench('fifo');
  bench
    .at(0, () => bench.admit('A', 1))
    .at(0.5, () => bench.take('A'))
    .at(0.5, () => bench.admit('B', 3)); // takes A's place in the table

  expect(bench.run()).toEqual(['(A 0.5)', 'B 3.5']);
});

test('a speed that changes at the very time of a completion lets no time run back', () => {
  for (let tenth = 1; tenth < 400; tenth++) {
    const [came, work, speed] = [tenth / 10, 1 + tenth / 7, 0.3];
    const end = came + work / speed;
    const bench = new FleetBench('fifo', { speeds: [speed] });
    // The change was put in first, so that it comes first.
    bench.at(end, () => bench.fleet.setSpeed(0, speed / 1e6));
    bench.at(came, () => bench.admit('A', work));
    let before = 0;
    while (bench.step()) {
      expect(bench.queue.now).toBeGreaterThanOrEqual(before);
      before = bench.queue.now;
    }
    expect(bench.departures).toHaveLength(1);
  }
});
