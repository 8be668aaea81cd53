import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StallWatch } from '../../lib/check/stall-watch.js';

/** Time passes and the event loop does nothing in it; the timers find out afterwards. */
function blockFor(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}

describe('the watch over standstills', () => {
  it('sees that the event loop was held up, also when nothing has run since', () => {
    const watch = new StallWatch();
    blockFor(150);
    watch.stop();

    expect(watch.stoodStillMs).toBeGreaterThanOrEqual(129);
  });

  it('adds up several', async () => {
    const watch = new StallWatch();
    blockFor(300);
    await new Promise((resolve) => setTimeout(resolve, 30));
    blockFor(130);
    watch.stop();

    expect(watch.stoodStillMs).toBeGreaterThanOrEqual(280 + 110);
  });

  describe('with clocks of the test', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    it('sees nothing where time goes on as usual, however long', () => {
      const watch = new StallWatch();
      jest.advanceTimersByTime(60_000);
      watch.stop();

      expect(watch.stoodStillMs).toBe(0);
    });

    it.each([5000, -5000])('sees that the wall clock jumped by %i ms, as after a suspend', (jumpMs) => {
      const watch = new StallWatch();
      jest.advanceTimersByTime(1000);
      jest.setSystemTime(Date.now() + jumpMs);
      jest.advanceTimersByTime(1000);
      watch.stop();

      expect(watch.stoodStillMs).toBe(5000);
    });

    it.each([
      ['a tenth of the time or more counts', 1000, 1000],
      ['less does not', 10_000, 0],
    ])('%s', (_what, watchedMs, counted) => {
      const watch = new StallWatch();
      jest.setSystemTime(Date.now() + 1000);
      jest.advanceTimersByTime(watchedMs);
      watch.stop();

      expect(watch.stoodStillMs).toBe(counted);
    });

    it('takes no slow correction of the wall clock for a jump', () => {
      const watch = new StallWatch();
      for (let second = 0; second < 60; second++) {
        jest.advanceTimersByTime(1000);
        jest.setSystemTime(Date.now() + 5);
      }
      watch.stop();

      expect(watch.stoodStillMs).toBe(0);
    });
  });
});
