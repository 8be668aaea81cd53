import { describe, expect, it } from '@jest/globals';
import { coarser, midsOf, rangeOf, until } from '../../../lib/simulator/page/course.js';

const COURSE = {
  step: 2,
  queues: [
    [1, 3, 5],
    [0, 0, 2],
  ],
  completed: [10, 30, 0],
  failed: [0, 1, 2],
  sojourns: [4, 8, 0],
};

describe('a course', () => {
  it('has its figures in the middle of intervals', () => {
    expect(midsOf(COURSE)).toEqual([1, 3, 5]);
  });

  it('told in longer intervals keeps sums, and weighs means by what they are of', () => {
    const { step, completed, failed, sojourns, queues } = coarser(COURSE, 2);
    expect(step).toBe(4);
    expect(completed).toEqual([40, 0]);
    expect(failed).toEqual([1, 2]);
    expect(sojourns).toEqual([7, 0]);
    expect(queues[0]?.[0]).toBe(2);
  });

  it('has means of what there is in a last interval that is shorter', () => {
    expect(coarser(COURSE, 2).queues).toEqual([
      [2, 5],
      [0, 2],
    ]);
  });

  it('ends at a time, without what is later', () => {
    expect(until(COURSE, 4)).toEqual({
      step: 2,
      queues: [
        [1, 3],
        [0, 0],
      ],
      completed: [10, 30],
      failed: [0, 1],
      sojourns: [4, 8],
    });
    expect(until(COURSE, Infinity)).toEqual(COURSE);
  });

  it('of many backends is told by the least, the mean and the most', () => {
    expect(rangeOf(COURSE.queues)).toEqual([
      { least: 0, mean: 0.5, most: 1 },
      { least: 0, mean: 1.5, most: 3 },
      { least: 2, mean: 3.5, most: 5 },
    ]);
  });
});
