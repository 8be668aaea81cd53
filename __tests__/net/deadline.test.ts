import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { startDeadline } from '../../lib/net/deadline.js';

let now = 0;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'clearImmediate', 'performance'] });
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** Lets time pass, as timers see it; the clock may have gone further meanwhile. */
function pass(ms: number, clockMs = ms): void {
  now += clockMs;
  jest.advanceTimersByTime(ms);
}

async function endOfTurn(): Promise<void> {
  await new Promise(setImmediate);
}

it('a deadline expires once, when its time is over', async () => {
  const expired = jest.fn();
  startDeadline(1000, expired);

  pass(999);
  await endOfTurn();
  expect(expired).not.toHaveBeenCalled();
  pass(1);
  await endOfTurn();
  pass(5000);
  await endOfTurn();

  expect(expired).toHaveBeenCalledTimes(1);
});

it('what has arrived by then is looked at first, and may call it off', async () => {
  const expired = jest.fn();
  const cancel = startDeadline(1000, expired);

  pass(1000);
  expect(expired).not.toHaveBeenCalled();
  cancel();
  await endOfTurn();

  expect(expired).not.toHaveBeenCalled();
});

it('the time in which the process stood still is given back', async () => {
  const expired = jest.fn();
  startDeadline(1000, expired);

  pass(1000, 1400);
  await endOfTurn();
  pass(399);
  await endOfTurn();
  expect(expired).not.toHaveBeenCalled();
  pass(1);
  await endOfTurn();

  expect(expired).toHaveBeenCalledTimes(1);
});

it('no more is given back than the deadline itself, and once', async () => {
  const expired = jest.fn();
  startDeadline(1000, expired);

  pass(1000, 3_600_000);
  pass(1000, 60_000);
  await endOfTurn();

  expect(expired).toHaveBeenCalledTimes(1);
});

it('may be called off while that time runs, and after the end', async () => {
  const expired = jest.fn();
  const cancel = startDeadline(1000, expired);
  pass(1000, 2000);
  cancel();
  pass(5000);
  await endOfTurn();
  cancel();

  expect(expired).not.toHaveBeenCalled();
  expect(jest.getTimerCount()).toBe(0);
});

it('a deadline that is as long as a timer can be, and rounded up, does not expire at once', async () => {
  const expired = jest.fn();
  const cancel = startDeadline(2 ** 31 - 1 + 2 ** -20, expired);

  pass(1000);
  await endOfTurn();

  expect(expired).not.toHaveBeenCalled();
  cancel();
});
