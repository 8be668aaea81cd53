import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeoutQueue } from '../../lib/net/timeout-queue.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('timeouts that last equally long', () => {
  it('expire each at its own time, in the order set', () => {
    const queue = new TimeoutQueue(100);
    const expired: string[] = [];
    queue.set(() => expired.push('first'));
    jest.advanceTimersByTime(60);
    queue.set(() => expired.push('second'));

    jest.advanceTimersByTime(39);
    expect(expired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(expired).toEqual(['first']);
    jest.advanceTimersByTime(59);
    expect(expired).toEqual(['first']);
    jest.advanceTimersByTime(1);

    expect(expired).toEqual(['first', 'second']);
    jest.advanceTimersByTime(1000);
    expect(expired).toHaveLength(2);
  });

  it.each([0, 1, 2])('the one that is called off, here number %i of three, does not expire', (nth) => {
    const queue = new TimeoutQueue(100);
    const expired: number[] = [];
    const timeouts = [0, 1, 2].map((n) => queue.set(() => expired.push(n)));

    const calledOff = timeouts[nth];
    if (calledOff !== undefined) queue.clear(calledOff);
    jest.advanceTimersByTime(100);

    expect(expired).toEqual([0, 1, 2].filter((n) => n !== nth));
  });

  it('may be called off again, or after the end, and by one that expires at the same time', () => {
    const queue = new TimeoutQueue(100);
    const never = jest.fn();
    const once = jest.fn();
    const first = queue.set(() => queue.clear(second));
    const second = queue.set(never);
    queue.set(once);

    jest.advanceTimersByTime(100);
    queue.clear(first);
    queue.clear(second);

    expect(never).not.toHaveBeenCalled();
    expect(once).toHaveBeenCalledTimes(1);
  });

  it('may be set anew by one that expires', () => {
    const queue = new TimeoutQueue(100);
    const expired = jest.fn();
    queue.set(() => queue.set(expired));

    jest.advanceTimersByTime(199);
    expect(expired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);

    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('share one timer of the process, which goes when there is nothing to wait for', () => {
    const queue = new TimeoutQueue(100);
    for (let n = 0; n < 1000; n++) queue.clear(queue.set(() => undefined));
    for (let n = 0; n < 1000; n++) queue.set(() => undefined);
    expect(jest.getTimerCount()).toBe(1);

    jest.advanceTimersByTime(200);

    expect(jest.getTimerCount()).toBe(0);
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
