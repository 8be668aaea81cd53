import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { INTERVAL, start, watchedPool } from './watched-pool.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('the events of a health monitor', () => {
  it('are a failover and a failback, with what there is to know', async () => {
    const watched = watchedPool(3);
    const { probe, events } = watched;
    await start(watched);
    probe.set(2, 'connection_reset');
    await jest.advanceTimersByTimeAsync(INTERVAL); // the probe at 1000 fails at 1001
    probe.set(2, 'ok');
    await jest.advanceTimersByTimeAsync(2 * INTERVAL); // the probe at 2000 is answered at 2001
    expect(events).toEqual([
      {
        event: 'failover',
        backend: 'B2',
        reason: 'connection reset',
        activeServers: ['B1', 'B3'],
        activeServersCount: 2,
      },
      {
        event: 'failback',
        backend: 'B2',
        downMs: INTERVAL,
        activeServers: ['B1', 'B2', 'B3'],
        activeServersCount: 3,
      },
    ]);
    watched.monitor.stop();
  });

  it('are emitted on change only: a hundred equal results make one', async () => {
    const watched = watchedPool(1);
    await start(watched);
    await jest.advanceTimersByTimeAsync(100 * INTERVAL);
    expect(watched.events).toEqual([]);
    watched.probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(100 * INTERVAL);
    expect(watched.events.map(({ event }) => event)).toEqual(['failover']);
    watched.probe.set(1, 'ok');
    await jest.advanceTimersByTimeAsync(100 * INTERVAL);
    expect(watched.events.map(({ event }) => event)).toEqual(['failover', 'failback']);
    expect(watched.probe.count()).toBe(301);
    watched.monitor.stop();
  });

  it('count the time down from the start for a backend that was never up', async () => {
    const watched = watchedPool(1);
    watched.probe.set(1, 'connection_refused', 20);
    await start(watched);
    watched.probe.set(1, 'ok', 30);
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(watched.events).toEqual([
      { event: 'backend_down_at_start', backend: 'B1', reason: 'connection refused' },
      {
        event: 'failback',
        backend: 'B1',
        downMs: INTERVAL + 30,
        activeServers: ['B1'],
        activeServersCount: 1,
      },
    ]);
    watched.monitor.stop();
  });

  it('count the time down from the flip, not from the first contrary result', async () => {
    const watched = watchedPool(1, { fall: 2 });
    await start(watched);
    watched.probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL); // fails at 1001 and, a tenth of the interval later, at 1101
    watched.probe.set(1, 'ok');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(watched.events).toMatchObject([{ event: 'failover' }, { event: 'failback', downMs: INTERVAL }]);
    watched.monitor.stop();
  });

  it('do not blame a backend for what is wanting here', async () => {
    const watched = watchedPool(2);
    watched.probe.set(2, 'connection_refused');
    await start(watched);
    for (const want of ['too_many_open_files', 'no_local_port'] as const) {
      watched.probe.set(1, want);
      watched.probe.set(2, want);
      await jest.advanceTimersByTimeAsync(10 * INTERVAL);
    }
    expect(watched.events.map(({ event }) => event)).toEqual(['backend_down_at_start']);
    expect([watched.pool.activeServers, watched.probe.count(1)]).toEqual([['B1'], 21]);
    watched.monitor.stop();
  });

  it('count the time down in whole milliseconds', async () => {
    const watched = watchedPool(1, { now: () => performance.now() * 1.0007 });
    watched.probe.set(1, 'connection_refused');
    await start(watched);
    watched.probe.set(1, 'ok');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(watched.events).toMatchObject([{}, { event: 'failback', downMs: INTERVAL + 1 }]);
    watched.monitor.stop();
  });

  it('come after the change: a listener finds the pool as the event says', async () => {
    const watched = watchedPool(2);
    const { monitor, pool, probe } = watched;
    const seen: string[][] = [];
    for (const event of ['backend_down_at_start', 'failover', 'failback'] as const) {
      monitor.on(event, () => seen.push(pool.activeServers));
    }
    probe.set(2, 'connection_refused', 5);
    await start(watched);
    probe.set(2, 'ok');
    probe.set(1, 'connection_refused', 5);
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(seen).toEqual([['B1'], ['B1', 'B2'], ['B2']]);
    monitor.stop();
  });

  it('leave out of ACTIVE_SERVERS who is up but disabled', async () => {
    const watched = watchedPool(2);
    await start(watched);
    watched.pool.setAdmin(watched.at(1), 'maint');
    watched.probe.set(2, 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(watched.events).toMatchObject([{ event: 'failover', backend: 'B2', activeServers: [] }]);
    watched.monitor.stop();
  });

  it.each([
    { rise: 1, fall: 1, results: 'ok fail ok fail', events: ['failover', 'failback', 'failover'] },
    { rise: 1, fall: 3, results: 'ok fail fail ok fail fail fail ok', events: ['failover', 'failback'] },
    { rise: 3, fall: 1, results: 'ok fail ok ok fail ok ok ok', events: ['failover', 'failback'] },
    { rise: 2, fall: 2, results: 'ok fail ok fail ok', events: [] },
  ])('with rise $rise and fall $fall after $results are $events', async ({ rise, fall, results, events }) => {
    const watched = watchedPool(1, { rise, fall });
    const { monitor, probe } = watched;
    for (const [index, result] of results.split(' ').entries()) {
      probe.set(1, result === 'ok' ? 'ok' : 'connection_refused');
      if (index === 0) void monitor.start();
      while (probe.count() === index) await jest.advanceTimersByTimeAsync(1);
      await jest.advanceTimersByTimeAsync(1);
    }
    expect(watched.events.map(({ event }) => event)).toEqual(events);
    monitor.stop();
  });
});
