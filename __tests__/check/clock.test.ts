import { describe, expect, it } from '@jest/globals';
import { timed, withinTime } from '../../lib/check/clock.js';

describe('the clock of the kit', () => {
  it('times what it waits for', async () => {
    const [value, ms] = await timed(new Promise((resolve) => setTimeout(() => resolve('done'), 30)));

    expect(value).toBe('done');
    expect(ms).toBeGreaterThan(28);
  });

  it('waits no longer than it is told to', async () => {
    expect(await withinTime(new Promise(() => undefined), 5)).toBeUndefined();
    expect(await withinTime(Promise.resolve('in time'), 60_000)).toBe('in time');
    await expect(withinTime(Promise.reject(new Error('failed')), 60_000)).rejects.toThrow('failed');
  });

  it('hears first what has happened while the process was held up', async () => {
    const due = new Promise((resolve) => setTimeout(() => setImmediate(resolve, 'done'), 1));
    const outcome = withinTime(due, 10);

    for (const until = performance.now() + 50; performance.now() < until;);

    expect(await outcome).toBe('done');
  });

  it('does not count the time in which the process stood still', async () => {
    const due = new Promise((resolve) => setTimeout(() => setTimeout(resolve, 20, 'done'), 1));
    const outcome = withinTime(due, 200);

    for (const until = performance.now() + 400; performance.now() < until;);

    expect(await outcome).toBe('done');
  });
});
