import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeoutQueue } from '../../lib/net/timeout-queue.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

/** What is due expires after the sockets have been looked at, by an immediate. */
async function advance(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms);
  await new Promise(setImmediate);
}

describe('timeouts that last equally long', () => {
  it('expire each at its own time, in the order set', async () => {
    const queue = new TimeoutQueue(100);
    const expired: string[] = [];
    queue.set(() => expired.push('first'));
    await advance(60);
    queue.set(() => expired.push('second'));

    await advance(39);
    expect(expired).toEqual([]);
    await advance(1);
    expect(expired).toEqual(['first']);
    await advance(59);
    expect(expired).toEqual(['first']);
    await advance(1);

    expect(expired).toEqual(['first', 'second']);
    await advance(1000);
    expect(expired).toHaveLength(2);
  });

  it.each([0, 1, 2])('the one that is called off, here number %i of three, does not expire', async (nth) => {
    const queue = new TimeoutQueue(100);
    const expired: number[] = [];
    const timeouts = [0, 1, 2].map((n) => queue.set(() => expired.push(n)));

    const calledOff = timeouts[nth];
    if (calledOff !== undefined) queue.clear(calledOff);
    await advance(100);

    expect(expired).toEqual([0, 1, 2].filter((n) => n !== nth));
  });

  it('does not expire before a look of its own when the process stands still after that of another', async () => {
    const queue = new TimeoutQueue(100);
    const expired: string[] = [];
    queue.set(() => expired.push('first'));
    jest.advanceTimersByTime(50);
    const second = queue.set(() => expired.push('second'));

    jest.advanceTimersByTime(50); // looks, for the first
    await advance(100);
    queue.clear(second); // by what had arrived

    expect(expired).toEqual(['first']);
    await advance(1000);
    expect(expired).toEqual(['first']);
  });

  it('may be called off again, or after the end, and by one that expires at the same time', async () => {
    const queue = new TimeoutQueue(100);
    const never = jest.fn();
    const once = jest.fn();
    const first = queue.set(() => queue.clear(second));
    const second = queue.set(never);
    queue.set(once);

    await advance(100);
    queue.clear(first);
    queue.clear(second);

    expect(never).not.toHaveBeenCalled();
    expect(once).toHaveBeenCalledTimes(1);
  });

  it('may be set anew by one that expires', async () => {
    const queue = new TimeoutQueue(100);
    const expired = jest.fn();
    queue.set(() => queue.set(expired));

    await advance(100);
    await advance(99);
    expect(expired).not.toHaveBeenCalled();
    await advance(1);

    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('share one timer of the process, which goes when there is nothing to wait for', async () => {
    const queue = new TimeoutQueue(100);
    for (let n = 0; n < 1000; n++) queue.clear(queue.set(() => undefined));
    for (let n = 0; n < 1000; n++) queue.set(() => undefined);
    expect(jest.getTimerCount()).toBe(1);

    await advance(200);

    expect(jest.getTimerCount()).toBe(0);
  });

  it('expire only when what has arrived by then has been looked at', async () => {
    const queue = new TimeoutQueue(100);
    const expired = jest.fn();
    const timeout = queue.set(expired);

    jest.advanceTimersByTime(200); // the process stood still; the sockets are yet to be looked at
    expect(expired).not.toHaveBeenCalled();
    queue.clear(timeout);
    await advance(0);

    expect(expired).not.toHaveBeenCalled();
  });

  it('let the process end while none is pending', () => {
    jest.useRealTimers();
    const timer = jest.spyOn(globalThis, 'setTimeout');
    const queue = new TimeoutQueue(60_000);
    const timeout = queue.set(() => undefined);
    const handle = timer.mock.results[0]?.value as NodeJS.Timeout;
    timer.mockRestore();
    expect(handle.hasRef()).toBe(true);

    queue.clear(timeout);
    expect(handle.hasRef()).toBe(false);
    const another = queue.set(() => undefined);
    expect(handle.hasRef()).toBe(true);

    queue.clear(another);
    clearTimeout(handle);
  });

  it('have one queue for each duration', () => {
    expect(TimeoutQueue.lasting(123)).toBe(TimeoutQueue.lasting(123));
    expect(TimeoutQueue.lasting(123)).not.toBe(TimeoutQueue.lasting(124));
  });
});
