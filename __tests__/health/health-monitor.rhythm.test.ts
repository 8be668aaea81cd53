import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { seededRandom } from '../../lib/seeded-random.js';
import { INTERVAL, TIMEOUT, watchedPool } from './watched-pool.js';

const TENTH = INTERVAL / 10;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.restoreAllMocks().useRealTimers());

describe('the probes of one backend', () => {
  it('begin an interval apart, however long the answers take', async () => {
    const { monitor, probe } = watchedPool(1);
    probe.set(1, 'ok', 150);
    void monitor.start();
    await jest.advanceTimersByTimeAsync(5 * INTERVAL);
    expect(probe.begunAt.get(1)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    monitor.stop();
  });

  it('are sent to the backend, with the timeout', () => {
    const asked: unknown[] = [];
    const { monitor } = watchedPool(1, {
      probe: ({ name }, timeoutMs) => {
        asked.push(name, timeoutMs);
        return () => undefined;
      },
    });
    void monitor.start();
    expect(asked).toEqual(['B1', TIMEOUT]);
    monitor.stop();
  });

  it('come early by up to a tenth, as the random source says, and never late', async () => {
    const draws = [0.5, 0, 0.99, 0.2, 0.7];
    const { monitor, probe } = watchedPool(1, { random: () => draws.shift() ?? 0 });
    void monitor.start();
    await jest.advanceTimersByTimeAsync(5 * INTERVAL);
    expect(probe.gaps(1)).toEqual([950, 1000, 901, 980, 930]);
    monitor.stop();
  });

  it('spread out over the backends', async () => {
    const { monitor, probe } = watchedPool(20, { random: seededRandom(1) });
    void monitor.start();
    await jest.advanceTimersByTimeAsync(50 * INTERVAL);
    const ports = [...probe.begunAt.keys()];
    const gaps = ports.flatMap((port) => probe.gaps(port));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.9 * INTERVAL - 1);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(INTERVAL);
    expect(new Set(ports.map((port) => probe.begunAt.get(port)?.at(-1))).size).toBeGreaterThan(10);
    monitor.stop();
  });

  it('are never two at once: the next one waits for one that takes longer than the interval', async () => {
    const { monitor, probe } = watchedPool(1, { timeoutMs: 10 * INTERVAL });
    probe.set(1, 'ok', 3.5 * INTERVAL);
    void monitor.start();
    await jest.advanceTimersByTimeAsync(20 * INTERVAL);
    expect(probe.mostAtOnce).toBe(1);
    expect(probe.count()).toBe(6);
    expect(Math.max(...probe.gaps(1))).toBeLessThanOrEqual(3.5 * INTERVAL + 1);
    monitor.stop();
  });

  it('are not delayed by another backend that hangs', async () => {
    const { monitor, probe, events } = watchedPool(3, { timeoutMs: 5 * INTERVAL });
    probe.set(2, 'ok', Infinity);
    void monitor.start();
    await jest.advanceTimersByTimeAsync(4 * INTERVAL);
    expect(probe.begunAt.get(1)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(probe.begunAt.get(3)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect([probe.count(2), events]).toEqual([1, []]);
    monitor.stop();
  });

  it.each([
    { title: 'fails', rise: 1, fall: 3, from: 'ok', to: 'connection_refused' } as const,
    { title: 'recovers', rise: 3, fall: 1, from: 'connection_refused', to: 'ok' } as const,
  ])(
    'follow at a tenth of the interval while one that $title is not sure',
    async ({ rise, fall, from, to }) => {
      const { monitor, probe } = watchedPool(2, { rise, fall });
      probe.set(1, from);
      void monitor.start();
      await jest.advanceTimersByTimeAsync(INTERVAL - 1);
      probe.set(1, to);
      await jest.advanceTimersByTimeAsync(3 * INTERVAL);
      expect(probe.gaps(1)).toEqual([INTERVAL, TENTH, TENTH, INTERVAL, INTERVAL]);
      expect(probe.gaps(2)).toEqual([INTERVAL, INTERVAL, INTERVAL]);
      monitor.stop();
    },
  );

  it('return to the interval when a single failure was all', async () => {
    const { monitor, probe, events } = watchedPool(1, { fall: 3 });
    void monitor.start();
    await jest.advanceTimersByTimeAsync(INTERVAL - 1);
    probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(2);
    probe.set(1, 'ok');
    await jest.advanceTimersByTimeAsync(3 * INTERVAL);
    expect(probe.gaps(1)).toEqual([INTERVAL, TENTH, INTERVAL, INTERVAL]);
    expect(events).toEqual([]);
    monitor.stop();
  });

  it('do not keep the process alive while the next one is awaited', async () => {
    jest.useRealTimers();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { monitor } = watchedPool(1, {
      probe: (_address, _timeoutMs, done) => {
        const answer = setImmediate(done, { ok: true });
        return () => clearImmediate(answer);
      },
    });
    await monitor.start();
    const started = timers.mock.results.map(({ value }) => value as NodeJS.Timeout);
    expect(new Set(started.map((timer) => timer.hasRef()))).toEqual(new Set([false]));
    monitor.stop();
  });
});

describe('a failure that a client reports', () => {
  /** Up since 0, last probed at 1000, the next probe due at 2000; now it is 1600. */
  async function longUp(fall: number) {
    const watched = watchedPool(2, { fall });
    void watched.monitor.start();
    await jest.advanceTimersByTimeAsync(1.6 * INTERVAL);
    return watched;
  }

  it('counts at once, as a failed probe', async () => {
    const { monitor, pool, at, events } = await longUp(1);
    monitor.reportFailure(at(1), 'connect_timeout');
    expect(pool.activeServers).toEqual(['B2']);
    expect(events).toEqual([
      {
        event: 'failover',
        backend: 'B1',
        reason: 'connect timeout',
        activeServers: ['B2'],
        activeServersCount: 1,
      },
    ]);
    monitor.stop();
  });

  it('flips together with others when there are enough of them in a row', async () => {
    const { monitor, at, events } = await longUp(3);
    monitor.reportFailure(at(1), 'connection_refused');
    monitor.reportFailure(at(1), 'connection_refused');
    expect(events).toEqual([]);
    monitor.reportFailure(at(1), 'connection_reset');
    expect(events).toMatchObject([{ event: 'failover', reason: 'connection reset' }]);
    monitor.stop();
  });

  it('counts once an interval if it is a timeout and probes succeed, so that a burst of them flips nothing', async () => {
    const { monitor, at, events } = await longUp(2);
    for (let burst = 0; burst < 30; burst++) {
      for (let report = 0; report < 3; report++) monitor.reportFailure(at(1), 'connect_timeout');
      await jest.advanceTimersByTimeAsync(0.2 * INTERVAL);
    }
    expect(events).toEqual([]);
    monitor.reportFailure(at(1), 'connection_refused');
    monitor.reportFailure(at(1), 'connection_refused');
    expect(events).toMatchObject([{ event: 'failover', reason: 'connection refused' }]);
    monitor.stop();
  });

  it('counts though it is one timeout of many when the last probe failed', async () => {
    const { monitor, probe, at, events } = await longUp(3);
    probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(0.4 * INTERVAL + 1);
    monitor.reportFailure(at(1), 'connect_timeout');
    monitor.reportFailure(at(1), 'connect_timeout');
    expect(events).toMatchObject([{ event: 'failover', reason: 'connect timeout' }]);
    monitor.stop();
  });

  it('takes a backend down with a probe that hangs, if it is a timeout', async () => {
    const { monitor, probe, at, events } = await longUp(2);
    probe.set(1, 'ok', 10 * TIMEOUT);
    for (let report = 0; report < 3; report++) monitor.reportFailure(at(1), 'connect_timeout');
    await jest.advanceTimersByTimeAsync(TIMEOUT + 1);
    expect(events).toMatchObject([{ event: 'failover', reason: 'connect timeout' }]);
    monitor.stop();
  });

  it('is forgotten when the next probe is answered', async () => {
    const { monitor, at, events } = await longUp(2);
    monitor.reportFailure(at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    monitor.reportFailure(at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(events).toEqual([]);
    monitor.stop();
  });

  it('has the backend probed without delay when its last probe is more than a tenth of the interval old', async () => {
    const { monitor, probe, at } = await longUp(3);
    monitor.reportFailure(at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(1);
    expect(probe.gaps(1)).toEqual([INTERVAL, expect.closeTo(0.6 * INTERVAL, -1)]); // give or take a few milliseconds
    await jest.advanceTimersByTimeAsync(0.4 * INTERVAL);
    expect(probe.gaps(2)).toEqual([INTERVAL, INTERVAL]);
    monitor.stop();
  });

  it('never puts a probe off, however many there are', async () => {
    const { monitor, probe, at } = watchedPool(1, { fall: 100, random: seededRandom(1) });
    void monitor.start();
    for (let report = 0; report < 95; report++) {
      await jest.advanceTimersByTimeAsync(21);
      monitor.reportFailure(at(1), 'connection_refused');
    }
    expect(probe.count()).toBeGreaterThan(15);
    expect(Math.max(...probe.gaps(1))).toBeLessThanOrEqual(TENTH + 21);
    expect(Math.min(...probe.gaps(1))).toBeGreaterThanOrEqual(0.9 * TENTH - 1);
    monitor.stop();
  });

  it('does not start a second probe beside one that is under way', async () => {
    const { monitor, probe, at } = watchedPool(1, { fall: 3 });
    void monitor.start();
    await jest.advanceTimersByTimeAsync(INTERVAL - 1);
    probe.set(1, 'ok', 150);
    await jest.advanceTimersByTimeAsync(50);
    monitor.reportFailure(at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(probe.mostAtOnce).toBe(1);
    expect(probe.gaps(1)).toEqual([INTERVAL, INTERVAL]);
    monitor.stop();
  });

  it('changes nothing for a backend that is down, nor after the monitor has stopped', async () => {
    const { monitor, probe, pool, at, events } = await longUp(1);
    monitor.reportFailure(at(1), 'connection_refused');
    monitor.reportFailure(at(1), 'connection_refused');
    expect(events).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(events).toMatchObject([{ event: 'failover' }, { event: 'failback', downMs: 401 }]);
    monitor.stop();
    const probes = probe.count();
    monitor.reportFailure(at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect([events.length, pool.activeServers, probe.count()]).toEqual([2, ['B1', 'B2'], probes]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
