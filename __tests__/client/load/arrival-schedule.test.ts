import { describe, expect, it } from '@jest/globals';
import { arrivalSchedule, arrivals } from '../../../lib/client/load/arrival-schedule.js';
import { GapMeter } from '../../../lib/client/load/gap-meter.js';
import { cleanup } from '../../helpers/cleanup.js';
import { temporaryFile } from '../../helpers/folder.js';

const onEnd = cleanup();

type Asked = Parameters<typeof arrivalSchedule>[0];

/** The first times of a schedule, in milliseconds. */
function timesOf(asked: Partial<Asked>, count: number): number[] {
  const schedule = arrivalSchedule({ arrivals: 'even', seed: 1, ...asked });
  const times: number[] = [];
  for (let n = 0; n < count && schedule?.next !== undefined; n++) {
    times.push(schedule.next);
    schedule.advance();
  }
  return times;
}

function reportOf(times: readonly number[]): ReturnType<GapMeter['report']> {
  const meter = new GapMeter();
  for (const at of times) meter.began(at, at);
  return meter.report('poisson');
}

describe('a schedule of arrivals', () => {
  it('is none without a rate', () => {
    expect(arrivalSchedule({ arrivals: 'even', seed: 1 })).toBeUndefined();
  });

  it('is even by default, without rounding that adds up', () => {
    expect(timesOf({ rate: 3 }, 4)).toEqual([0, 1000 / 3, 2000 / 3, 1000]);
  });

  it.each([
    ['even', 0, 0],
    ['poisson', 0.95, 1.05],
    ['bursty', 1.1, 2],
  ])('has the rate asked for, and gaps as regular as %s ones', (kind, least, most) => {
    const { rate, cv2 } = reportOf(timesOf({ arrivals: kind, rate: 100 }, 40_000));
    expect(Math.abs((rate ?? 0) - 100)).toBeLessThan(5);
    expect(cv2).toBeGreaterThanOrEqual(least);
    expect(cv2).toBeLessThanOrEqual(most);
  });

  it('follows from its seed', () => {
    const times = (seed: number): number[] => timesOf({ arrivals: 'poisson', rate: 10, seed }, 5);
    expect(times(1)).toEqual(times(1));
    expect(times(2)).not.toEqual(times(1));
  });

  it('is that of a file, and ends with it; at a rate if one is given', async () => {
    const file = await temporaryFile(onEnd, 'trace', '1\n1.5\n3\n');
    expect(timesOf({ arrivals: `trace:${file}` }, 9)).toEqual([0, 500, 2000]);
    expect(timesOf({ arrivals: `trace:${file}`, rate: 10 }, 9)).toEqual([0, 50, 200]);
  });

  it('is refused for a file that is not there', () => {
    expect(() => timesOf({ arrivals: 'trace:/nowhere/x' }, 1)).toThrow(
      "cannot read trace '/nowhere/x' (ENOENT",
    );
  });

  it('is written in upper and lower case', () => {
    expect(arrivals.parse('Poisson')).toBe('poisson');
    expect(() => arrivals.parse('poison')).toThrow(
      "'poison' is not one of the choices: use even, poisson, bursty or trace:FILE (did you mean poisson?)",
    );
    expect(() => arrivals.parse('trace:')).toThrow('is not one of the choices');
  });
});

describe('the meter of gaps', () => {
  it('tells rate, variation and the latest start', () => {
    const meter = new GapMeter();
    for (const [at, due] of [[0, 0], [10, 9], [40, 30], [50, 50]] as const) meter.began(at, due); // prettier-ignore
    // Gaps of 10, 30 and 10: mean 50/3, variance 400/3.
    expect(meter.report('even')).toEqual({ kind: 'even', rate: 60, cv2: 0.48, latestStartMs: 10 });
  });

  it('says nothing of what it cannot know', () => {
    expect(reportOf([])).toMatchObject({ rate: null, cv2: null, latestStartMs: 0 });
    expect(reportOf([0, 10])).toMatchObject({ rate: 100, cv2: null });
    expect(reportOf([5, 5, 5])).toMatchObject({ rate: null, cv2: null });
  });
});
