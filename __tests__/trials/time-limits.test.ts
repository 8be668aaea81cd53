import { describe, expect, it } from '@jest/globals';
import { cutInTime, type Limited } from '../../trials/chaos/time-limits.js';

const CLIENT: Limited = { kind: 'asks', client: 'c:1', sinceMs: 1000, actedMs: 1200, served: true };

describe('clients with a time limit', () => {
  it('that are served are not cut', () => {
    expect(cutInTime([CLIENT, { ...CLIENT, kind: 'queues' }], 3000)).toEqual({
      cut: [],
      inTime: { asks: 1, 'half-closes': 0, queues: 1 },
    });
  });

  it('that were in time and are not served are caught', () => {
    const { cut } = cutInTime([{ ...CLIENT, served: false }], 3000);

    expect(cut).toEqual([expect.stringContaining('c:1')]);
  });

  it('that may have been too late prove nothing', () => {
    const slow = { ...CLIENT, actedMs: 4000 };

    expect(cutInTime([slow, { ...slow, served: false }], 3000)).toEqual({
      cut: [],
      inTime: { asks: 0, 'half-closes': 0, queues: 0 },
    });
  });
});
