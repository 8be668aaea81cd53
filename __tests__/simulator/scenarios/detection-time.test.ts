import { describe, expect, it } from '@jest/globals';
import {
  timeUntilDown,
  timeUntilUp,
  type DetectionSettings,
} from '../../../lib/simulator/scenarios/detection-time.js';

/** Probes each 100, which come up to a tenth earlier; nobody but them. */
const ALONE: DetectionSettings = {
  interval: 100,
  timeout: 10,
  connectTimeout: 20,
  connections: 0,
  turns: 1,
  rise: 1,
  fall: 1,
};

describe('the time until a dead backend is marked down', () => {
  it('is half an interval on average when only probes look, and the timeout more if nothing answers', () => {
    expect(timeUntilDown(ALONE, false).mean).toBeCloseTo(95 / 2, 1);
    expect(timeUntilDown(ALONE, false).most).toBe(100);
    expect(timeUntilDown(ALONE, true).mean).toBeCloseTo(95 / 2 + 10, 1);
    expect(timeUntilDown(ALONE, true).most).toBe(110);
  });

  it('is that of the first client when many come', () => {
    const busy = { ...ALONE, connections: 10 };
    expect(timeUntilDown(busy, false).mean).toBeCloseTo(0.1, 2);
    expect(timeUntilDown(busy, true).mean).toBeGreaterThan(19);
    expect(timeUntilDown(busy, true).mean).toBeLessThan(20.1);
  });

  it('is sooner where backends get clients in turn than at random', () => {
    const busy = { ...ALONE, connections: 0.8 };
    // Half of the mean gap, by one more than its squared variation.
    expect(timeUntilDown(busy, false).mean).toBeCloseTo(1.25, 1);
    expect(timeUntilDown({ ...busy, turns: 10 }, false).mean).toBeCloseTo(0.6875, 1);
    expect(timeUntilDown({ ...busy, turns: 1000 }, false).mean).toBeCloseTo(0.6256, 1);
  });

  it('has no known mean where nobody knows when clients come, but always an end', () => {
    expect(timeUntilDown({ ...ALONE, connections: undefined }, false)).toEqual({ most: 100 });
    expect(timeUntilDown({ ...ALONE, connections: 1, turns: 10, fall: 2 }, false)).toEqual({ most: 110 });
  });

  it('is longer by a tenth of an interval, or a timeout, for each further failure that is asked for', () => {
    const patient = { ...ALONE, fall: 3 };
    expect(timeUntilDown(patient, false).most).toBe(120);
    expect(timeUntilDown(patient, false).mean).toBeCloseTo(95 / 2 + 2 * 9.5, 1);
    expect(timeUntilDown({ ...patient, timeout: 30 }, true).most).toBe(130 + 2 * 30);
  });
});

describe('the time until a backend that is back is marked up', () => {
  it('is half an interval on average, and a tenth of one more for each further success', () => {
    expect(timeUntilUp(ALONE).mean).toBeCloseTo(95 / 2, 6);
    expect(timeUntilUp(ALONE).most).toBe(100);
    expect(timeUntilUp({ ...ALONE, rise: 3 }).most).toBe(120);
    expect(timeUntilUp({ ...ALONE, rise: 3 }).mean).toBeCloseTo(95 / 2 + 19, 6);
  });
});
