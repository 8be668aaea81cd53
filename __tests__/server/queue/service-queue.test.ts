import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ServiceQueue, type ServiceQueueOptions } from '../../../lib/server/queue/service-queue.js';

let now = 0;

beforeEach(() => {
  now = 0;
  jest.useFakeTimers({ doNotFake: ['performance'] });
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const queueOf = (options: Partial<ServiceQueueOptions> = {}, seed = 1, name = 'B1'): ServiceQueue =>
  new ServiceQueue(
    { service: 'deterministic:10ms', slots: 1, discipline: 'fifo', queue: Infinity, ...options },
    seed,
    name,
  );

/** The timers fire now, however late that is. */
function fireAt(time: number): void {
  now = time;
  jest.runOnlyPendingTimers();
}

describe('the queue of a backend', () => {
  it('goes by an ideal schedule, however late its timers are', () => {
    const queue = queueOf();
    const done: number[] = [];
    for (let request = 0; request < 5; request++) queue.arrive(() => done.push(request));
    fireAt(18);
    expect(done).toEqual([0]);
    fireAt(41);
    expect(done).toEqual([0, 1, 2, 3]);
    fireAt(50);
    expect(done).toEqual([0, 1, 2, 3, 4]);
    expect(queue.stats).toEqual({
      serving: 0,
      waiting: 0,
      most: 5,
      answered: 5,
      refused: 0,
      abandoned: 0,
      meanServiceMs: 10,
      meanLatencyMs: 30,
      latestMs: 21,
    });
  });

  it('never answers too early', () => {
    const queue = queueOf({ service: 'deterministic:10ms' });
    const done = jest.fn();
    queue.arrive(done);
    fireAt(9.999);
    expect(done).not.toHaveBeenCalled();
    fireAt(10);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it.each(['fifo', 'ps'] as const)('counts those without room, under %s', (discipline) => {
    const queue = queueOf({ discipline, slots: 2, queue: 1 });
    const arrivals = Array.from({ length: 5 }, () => queue.arrive(() => undefined) !== undefined);
    expect(arrivals).toEqual([true, true, true, false, false]);
    expect(queue.stats).toMatchObject({ refused: 2, most: 3 });
  });

  it('frees the slot of a request that is abandoned', () => {
    const queue = queueOf();
    const [first, second] = [jest.fn(), jest.fn()];
    const abandon = queue.arrive(first);
    queue.arrive(second);
    now = 4;
    abandon?.();
    fireAt(14);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);
    expect(queue.stats).toMatchObject({ answered: 1, abandoned: 1, serving: 0, waiting: 0 });
  });

  it('draws by seed and name', () => {
    const meansOf = (seed: number, name: string): number | null => {
      now = 0;
      const queue = queueOf({ service: 'exponential:10ms', slots: Infinity }, seed, name);
      for (let request = 0; request < 20; request++) queue.arrive(() => undefined);
      now = 1e6;
      return queue.stats.meanServiceMs;
    };
    expect(meansOf(1, 'B1')).toBe(meansOf(1, 'B1'));
    expect(meansOf(2, 'B1')).not.toBe(meansOf(1, 'B1'));
    expect(meansOf(1, 'B2')).not.toBe(meansOf(1, 'B1'));
  });
});
