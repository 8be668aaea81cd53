import { describe, expect, it } from '@jest/globals';
import { RestartDelay } from '../../lib/workers/restart-delay.js';

describe('the delay before a worker is replaced', () => {
  it('doubles while they die young, up to five seconds', () => {
    const delay = new RestartDelay();
    const delays = Array.from({ length: 8 }, () => delay.after(50));
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('is none after a good start, and begins anew then', () => {
    const delay = new RestartDelay();
    delay.after(50);
    delay.after(50);
    expect([delay.after(10_000), delay.after(9999), delay.after(50)]).toEqual([0, 100, 200]);
  });
});
