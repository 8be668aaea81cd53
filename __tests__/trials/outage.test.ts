import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../trials/chaos/checker.js';
import { longestOutage } from '../../trials/chaos/outage.js';

const BACKENDS = ['B1', 'B2', 'B3'];

describe('the longest outage', () => {
  const down = (backend: string, from: number, backAt?: number): Fault => ({
    ...{ kind: 'kill', backend, deadly: true, from, until: from + 1, backAt },
  });

  it('is the longest time in which all were down', () => {
    const faults = [
      down('B1', 0, 100),
      down('B2', 60, 110),
      down('B1', 500, 900),
      down('B2', 550, 700),
      down('B2', 690, 800),
    ];

    expect(longestOutage(faults, ['B1', 'B2'])).toBe(250);
    expect(longestOutage(faults, BACKENDS)).toBe(0);
  });

  it('has no end when none comes back', () => {
    expect(longestOutage([down('B1', 0), down('B2', 10)], ['B1', 'B2'])).toBe(Infinity);
  });

  it('does not count those that are only stopped', () => {
    expect(longestOutage([{ ...down('B1', 0, 100), deadly: false }], ['B1'])).toBe(0);
  });
});
