import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { eject, ejectionTimes, NEVER_EJECTED } from '../../lib/health/ejection.js';
import type { HealthMonitorOptions } from '../../lib/health/monitor-options.js';
import { runs } from '../helpers/effort.js';
import { INTERVAL, start, watchedPool, type WatchedPool } from './watched-pool.js';

const BASE = 6 * INTERVAL;
const MAX = 60 * INTERVAL;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Two backends that are up, and ejected for what their clients meet. */
async function ejecting(options: Partial<HealthMonitorOptions> = {}): Promise<WatchedPool> {
  const watched = watchedPool(2, { ejection: ejectionTimes(INTERVAL), ...options });
  await start(watched);
  return watched;
}

const unanswered = ({ monitor, at }: WatchedPool): void => monitor.reportFailure(at(1), 'closed_unanswered');
const told = ({ events }: WatchedPool): unknown[][] =>
  events.map(({ event, backend, ejectedMs, downMs }) => [event, backend, ejectedMs ?? downMs]);

describe('a backend that fails its clients', () => {
  it('is ejected for six intervals, whatever bare connects find, and comes back with a good one after them', async () => {
    const watched = await ejecting();
    unanswered(watched);
    expect(told(watched)).toEqual([['failover', 'B1', BASE]]);
    await jest.advanceTimersByTimeAsync(BASE - 1);
    expect(watched.pool.activeServers).toEqual(['B2']);
    expect(watched.probe.count(1)).toBeGreaterThan(4);
    await jest.advanceTimersByTimeAsync(2);
    expect(told(watched).at(-1)).toEqual(['failback', 'B1', BASE + 1]);
    watched.monitor.stop();
  });

  it('is ejected for longer each time in a row', async () => {
    const watched = await ejecting();
    for (let n = 1; n <= 3; n++) {
      unanswered(watched);
      await jest.advanceTimersByTimeAsync(n * BASE - 1);
      expect(told(watched)).toHaveLength(2 * n - 1);
      await jest.advanceTimersByTimeAsync(2);
      expect(told(watched)).toHaveLength(2 * n);
    }
    expect(watched.events.flatMap(({ ejectedMs }) => ejectedMs ?? [])).toEqual([BASE, 2 * BASE, 3 * BASE]);
    watched.monitor.stop();
  });

  it('is probed at the end of its ejection, however long the interval is', async () => {
    const ejection = { baseMs: 0.3 * INTERVAL, maxMs: INTERVAL, forgiveMs: INTERVAL };
    const watched = await ejecting({ ejection });
    unanswered(watched);
    await jest.advanceTimersByTimeAsync(0.3 * INTERVAL + 1);
    expect(told(watched).at(-1)).toEqual(['failback', 'B1', 0.3 * INTERVAL + 1]);
    watched.monitor.stop();
  });

  it('stays down after its ejection as long as it cannot be connected to', async () => {
    const watched = await ejecting();
    unanswered(watched);
    watched.probe.set(1, 'connection_refused');
    await jest.advanceTimersByTimeAsync(2 * BASE);
    watched.probe.set(1, 'ok');
    expect(told(watched)).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(INTERVAL + 1);
    expect(told(watched)).toHaveLength(2);
    watched.monitor.stop();
  });

  it('is not ejected before as many in a row as probes may fail; good bare connects between them do not count', async () => {
    const watched = await ejecting({ fall: 3 });
    for (let n = 1; n <= 3; n++) {
      expect(told(watched)).toEqual([]);
      unanswered(watched);
      await jest.advanceTimersByTimeAsync(2 * INTERVAL);
    }
    expect(told(watched)).toEqual([['failover', 'B1', BASE]]);
    watched.monitor.stop();
  });

  it('begins anew with each answer', async () => {
    const watched = await ejecting({ fall: 2 });
    for (let n = 1; n <= 5; n++) {
      unanswered(watched);
      watched.monitor.reportAnswer(watched.at(1));
    }
    expect(told(watched)).toEqual([]);
    watched.monitor.stop();
  });

  it('is ejected for connections and probes that fail in turn, too', async () => {
    const watched = await ejecting({ fall: 2 });
    watched.monitor.reportFailure(watched.at(1), 'connection_refused');
    unanswered(watched);
    expect(told(watched)).toEqual([['failover', 'B1', BASE]]);
    watched.monitor.stop();
  });

  it('is not ejected when it cannot be connected to: the next good connect brings it back', async () => {
    const watched = await ejecting();
    watched.monitor.reportFailure(watched.at(1), 'connection_refused');
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(told(watched)).toEqual([
      ['failover', 'B1', undefined],
      ['failback', 'B1', expect.any(Number)],
    ]);
    watched.monitor.stop();
  });

  it('comes back with the next good probe where probes ask', async () => {
    const watched = await ejecting({ asks: true });
    unanswered(watched);
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(told(watched).at(-1)).toEqual(['failback', 'B1', expect.any(Number)]);
    watched.monitor.stop();
  });

  it('does not come back with a probe that asked before', async () => {
    const watched = await ejecting({ asks: true });
    watched.probe.set(1, 'ok', 150);
    await jest.advanceTimersByTimeAsync(INTERVAL - 100);
    unanswered(watched);
    await jest.advanceTimersByTimeAsync(100);
    expect(told(watched)).toEqual([['failover', 'B1', BASE]]);
    await jest.advanceTimersByTimeAsync(INTERVAL);
    expect(told(watched)).toHaveLength(2);
    watched.monitor.stop();
  });

  it('is forgotten with the operator’s word', async () => {
    const watched = await ejecting();
    unanswered(watched);
    watched.monitor.unwatch(watched.at(1));
    watched.monitor.watch(watched.at(1));
    await jest.advanceTimersByTimeAsync(1);
    expect(watched.pool.activeServers).toEqual(['B1', 'B2']);
    watched.monitor.stop();
  });
});

describe('the time of an ejection', () => {
  it('grows by its base in a row, up to its bound, and falls with time spent well', () => {
    const times = { baseMs: 30, maxMs: 300, forgiveMs: 10 };
    const pauses = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pauses, (wells) => {
        let now = 0;
        let last = NEVER_EJECTED;
        let inARow = 0;
        for (const [index, well] of wells.entries()) {
          now += well;
          inARow = Math.min(Math.max(0, inARow - Math.floor(well / 10)) + 1, 10);
          last = eject(last, index === 0 ? -Infinity : now - well, now, times);
          expect(last).toEqual({ inARow: index === 0 ? 1 : inARow, begun: now, until: now + 30 * inARow });
          now = last.until;
        }
      }),
      { seed: 1, numRuns: runs(100) },
    );
  });

  it('is what a client in virtual time sees: never less than the base, never more than the bound, and back at last', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 30 * INTERVAL }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (waits) => {
        const watched = await ejecting();
        for (const wait of waits) {
          await jest.advanceTimersByTimeAsync(wait);
          unanswered(watched); // of no effect while it is down
        }
        await jest.advanceTimersByTimeAsync(MAX + INTERVAL);
        const outages = watched.events.filter(({ event }) => event === 'failback');
        const ejections = watched.events.filter(({ event }) => event === 'failover');
        for (const [index, { downMs }] of outages.entries()) {
          const ejectedMs = Number(ejections[index]?.ejectedMs);
          expect(ejectedMs % BASE).toBe(0);
          expect(ejectedMs).toBeGreaterThanOrEqual(BASE);
          expect(ejectedMs).toBeLessThanOrEqual(MAX);
          expect(Number(downMs) - ejectedMs).toBeGreaterThanOrEqual(0);
          expect(Number(downMs) - ejectedMs).toBeLessThanOrEqual(1);
        }
        expect([ejections.length, watched.pool.activeServers]).toEqual([outages.length, ['B1', 'B2']]);
        watched.monitor.stop();
      }),
      { seed: 1, numRuns: runs(20) },
    );
  });
});
