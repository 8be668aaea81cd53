import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TimeSeriesRecorder } from '../../../lib/simulator/measures/time-series-recorder.js';

test('mean queues are areas by the length of an interval, by hand', () => {
  const course = new TimeSeriesRecorder(2, 4, 8); // intervals of 2
  course.until(1, 0, 0);
  course.until(5, 0, 2); // two from 1 to 5: half of the first, all of the second, half of the third
  course.until(6, 0, 4); // four from 5 to 6
  course.until(6, 1, 1); // the other has one all the time

  const { step, queues } = course.course(6);
  expect(step).toBe(2);
  expect(queues).toEqual([
    [1, 2, 3, 0],
    [1, 1, 1, 0],
  ]);
});

test('requests count in the interval in which they end, sojourns as their mean', () => {
  const course = new TimeSeriesRecorder(1, 3, 3);
  course.completed(0.5, 4);
  course.completed(0.9, 2);
  course.failed(0.95);
  course.completed(1, 7);
  course.failed(2.5);
  course.failed(2.6);

  expect(course.course(2.7)).toMatchObject({ completed: [2, 1, 0], failed: [1, 0, 2], sojourns: [3, 7, 0] });
});

test('what comes after the expected end has intervals of its own, up to twice as many; the last takes the rest', () => {
  const course = new TimeSeriesRecorder(1, 2, 2);
  course.until(10, 0, 1);
  course.completed(3.5, 1);
  course.completed(9, 1);

  expect(course.course(10)).toMatchObject({ queues: [[1, 1, 1, 7]], completed: [0, 0, 0, 2] });
});

test('there are no more intervals than time has passed', () => {
  const course = new TimeSeriesRecorder(1, 10, 10);

  expect(course.course(2.5).completed).toEqual([0, 0, 0]);
});

test.each(Array.from({ length: 20 }, (_, index) => 7 * index + 7))(
  'no time is lost between %d intervals, whatever their ends are rounded to',
  (bins) => {
    const course = new TimeSeriesRecorder(1, bins, 1);
    course.until(1.5, 0, 1);
    const { step, queues } = course.course(1.5);

    for (const mean of queues[0]?.slice(0, Math.floor(1.5 * bins) - 1) ?? []) expect(mean).toBeCloseTo(1, 9);
    expect((queues[0]?.reduce((sum, mean) => sum + mean, 0) ?? 0) * step).toBeCloseTo(1.5, 9);
  },
);

test('the intervals together are the whole', () => {
  const stays = fc.array(fc.tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.nat(5)), { maxLength: 50 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      stays,
      (bins, expected, all) => {
        const course = new TimeSeriesRecorder(1, bins, expected);
        let [now, area] = [0, 0];
        for (const [stay, present] of all) {
          now += stay;
          area += stay * present;
          course.until(now, 0, present);
        }
        const { step, queues } = course.course(now);
        const sum = (queues[0]?.reduce((total, mean) => total + mean, 0) ?? 0) * step;
        expect(Math.abs(sum - area)).toBeLessThan(1e-9 * Math.max(1, area));
      },
    ),
    { numRuns: 300 },
  );
});
