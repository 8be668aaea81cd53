import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { INTERVAL, start, watchedPool } from './watched-pool.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a probe that is asked for', () => {
  it('comes at once, counts like all others, and is told when it has ended', async () => {
    const watched = watchedPool(1, { fall: 2 });
    const { monitor, probe, at } = watched;
    await start(watched);
    probe.set(1, 'connection_refused', 30);
    const asked = monitor.probe(at(1));
    await jest.advanceTimersByTimeAsync(30);
    expect(await asked).toMatchObject({ result: { ok: false, reason: 'connection_refused' }, ms: 30 });
    expect(monitor.observationOf(at(1))).toMatchObject({ up: true, contrary: 1, reason: undefined });
    const again = monitor.probe(at(1));
    await jest.advanceTimersByTimeAsync(30);
    await again;
    expect(monitor.observationOf(at(1))).toMatchObject({
      ...{ up: false, contrary: 0, reason: 'connection_refused', changedAt: performance.now() },
    });
    monitor.stop();
  });

  it('is the one under way, if one is', async () => {
    const watched = watchedPool(1);
    const { monitor, probe, at } = watched;
    await start(watched);
    probe.set(1, 'ok', 50);
    const { nextProbeInMs = 0 } = monitor.observationOf(at(1)) ?? {};
    expect(nextProbeInMs).toBeGreaterThan(0);
    expect(nextProbeInMs).toBeLessThanOrEqual(INTERVAL);
    await jest.advanceTimersByTimeAsync(nextProbeInMs + 20);
    expect(monitor.observationOf(at(1))?.nextProbeInMs).toBeUndefined();
    const [one, other] = [monitor.probe(at(1)), monitor.probe(at(1))];
    await jest.advanceTimersByTimeAsync(30);
    expect(await one).toEqual(await other);
    expect((await one).ms).toBe(50);
    monitor.stop();
  });

  it('changes nothing of a backend that is not watched, and ends when the monitor stops', async () => {
    const watched = watchedPool(1);
    const { monitor, probe, at } = watched;
    await start(watched);
    probe.set(1, 'ok', 50);
    const cancelled = monitor.probe(at(1));
    monitor.unwatch(at(1));
    expect((await cancelled).result).toMatchObject({ ok: false });
    const unwatched = monitor.probe(at(1));
    await jest.advanceTimersByTimeAsync(50);
    expect(await unwatched).toMatchObject({ result: { ok: true }, ms: 50 });
    expect(monitor.observationOf(at(1))).toBeUndefined();
    monitor.stop();
  });
});
