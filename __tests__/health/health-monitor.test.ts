import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { INTERVAL, start, TIMEOUT, watchedPool } from './watched-pool.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('the first round of a health monitor', () => {
  it('is over when every backend has had its first result, not earlier', async () => {
    const { monitor, probe, pool } = watchedPool(3);
    probe.set(2, 'ok', 150);
    let over = false;
    const started = monitor.start().then(() => (over = true));
    await jest.advanceTimersByTimeAsync(149);
    expect(over).toBe(false);
    expect(pool.activeServers).toEqual(['B1', 'B3']);
    await jest.advanceTimersByTimeAsync(1);
    expect(over).toBe(true);
    expect(pool.activeServers).toEqual(['B1', 'B2', 'B3']);
    monitor.stop();
    return started;
  });

  it('emits nothing for those that are up, and backend_down_at_start for the others: no failover', async () => {
    const watched = watchedPool(3, { fall: 3, rise: 3 });
    watched.probe.set(2, 'connection_refused');
    watched.probe.set(3, 'ok', 10 * TIMEOUT);
    await start(watched);
    expect(watched.events).toEqual([
      { event: 'backend_down_at_start', backend: 'B2', reason: 'connection refused' },
      { event: 'backend_down_at_start', backend: 'B3', reason: 'connect timeout' },
    ]);
    expect(watched.pool.activeServers).toEqual(['B1']);
    watched.monitor.stop();
  });

  it('is one and the same however often it is asked for', async () => {
    const { monitor, probe } = watchedPool(2);
    const over: string[] = [];
    const first = monitor.start().then(() => over.push('first'));
    const second = monitor.start().then(() => over.push('second'));
    await jest.advanceTimersByTimeAsync(0);
    expect(over).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(over).toEqual(['first', 'second']);
    expect(probe.count()).toBe(2);
    monitor.stop();
    await Promise.all([first, second]);
  });
});

describe('stopping a health monitor', () => {
  it('leaves no timer and no probe', async () => {
    const watched = watchedPool(3);
    await start(watched);
    watched.probe.set(2, 'ok', 100);
    await jest.advanceTimersByTimeAsync(INTERVAL - TIMEOUT + 50); // B2 is being probed, the others have been
    watched.monitor.stop();
    expect(jest.getTimerCount()).toBe(0);
    expect(watched.probe.cancelled).toBe(1);
    await jest.advanceTimersByTimeAsync(10 * INTERVAL);
    expect(watched.probe.count()).toBe(6);
  });

  it('ends a first round that is under way, without a word about those that were not heard of', async () => {
    const { monitor, probe, pool, events } = watchedPool(2);
    probe.set(2, 'ok', 150);
    const started = monitor.start();
    await jest.advanceTimersByTimeAsync(50);
    monitor.stop();
    await started;
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect([jest.getTimerCount(), pool.activeServers, events]).toEqual([0, ['B1'], []]);
  });

  it('may be done twice, or before it was started', () => {
    const { monitor } = watchedPool(1);
    monitor.stop();
    void monitor.start();
    monitor.stop();
    monitor.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('may be followed by another start, which looks at every backend anew', async () => {
    const watched = watchedPool(2);
    await start(watched);
    watched.monitor.stop();
    watched.probe.set(1, 'connection_refused');
    await start(watched);
    expect(watched.pool.activeServers).toEqual(['B2']);
    expect(watched.probe.count()).toBe(4);
    watched.monitor.stop();
  });

  it.each(['failover', 'backend_down_at_start'] as const)(
    'may be done by a listener of %s',
    async (event) => {
      const watched = watchedPool(2, { fall: 2 });
      const { monitor, probe } = watched;
      monitor.on(event, () => monitor.stop());
      if (event === 'failover') await start(watched);
      probe.set(1, 'connection_refused');
      void monitor.start();
      await jest.advanceTimersByTimeAsync(INTERVAL * 1.5);
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it('and starting again from a listener leaves one probe after another of each backend', async () => {
    const watched = watchedPool(2);
    const { monitor, probe } = watched;
    await start(watched);
    monitor.once('failover', () => {
      monitor.stop();
      void monitor.start();
    });
    probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    const before = probe.count();
    await jest.advanceTimersByTimeAsync(10 * INTERVAL);
    expect(probe.count() - before).toBe(20);
    monitor.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
