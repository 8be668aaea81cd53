import { describe, expect, it } from '@jest/globals';
import type * as Library from '../../lib/index.js';
import { TestBackend, TestClient } from '../helpers/backends.js';
import { cleanup } from '../helpers/cleanup.js';
import { answered, listening, MAKERS, type Balancing } from '../helpers/operated.js';
import { until } from '../helpers/sockets.js';

const onEnd = cleanup();
const NONE = { admin: null, weight: null, maxConnections: null, since: null, by: null };

function backend(balancer: Balancing, name = 'B1'): Library.BackendSnapshot {
  const found = balancer.snapshot().backends.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

/** One line on a connection of its own. @returns undefined when the client is turned away, be it while it connects */
async function askInVain(port: number): Promise<string | undefined> {
  const client = await TestClient.connect(port).catch(() => undefined);
  const answer = await client?.askInVain('x');
  client?.socket.destroy();
  return answer;
}

describe.each(MAKERS)('%s', (_what, make) => {
  it('tells configuration, operator and what follows from them apart, and undoes one by one', async () => {
    const { balancer } = await listening(make, onEnd, { maxPerBackend: 9 });
    const { generation } = balancer.snapshot();
    expect(backend(balancer)).toMatchObject({
      ...{ source: 'config', config: { weight: 1, backup: false }, operator: NONE },
      effective: { state: 'up', active: true, admitsSticky: true, weight: 1, slowStart: null },
      load: { open: 0, max: 9, opened: 0, failed: 0, connectMs: null },
    });
    balancer.setWeight('B1', 5, 'ctl unix:1000');
    balancer.setLimit('B1', 3);
    balancer.setAdmin('B1', 'drain', 'api');
    const { operator, config, effective, load } = backend(balancer);
    expect(operator).toMatchObject({ admin: 'drain', weight: 5, maxConnections: 3, by: 'api' });
    expect(Date.parse(operator.since ?? '')).not.toBeNaN();
    expect([config.weight, effective.weight, effective.state, load.max]).toEqual([1, 5, 'drain', 3]);
    balancer.setWeight('B1', null);
    balancer.setLimit('B1', null);
    balancer.setAdmin('B1', null);
    expect(backend(balancer)).toMatchObject({ operator: NONE, effective: { state: 'up', weight: 1 } });
    expect(backend(balancer).load.max).toBe(9);
    expect(balancer.snapshot().generation).toBe(generation + 6);
    balancer.setWeight('B1', null);
    expect(balancer.snapshot().generation).toBe(generation + 6);
  });

  it('has layers of its own, which are undone, too', async () => {
    const { balancer } = await listening(make, onEnd, { maxPerBackend: 9 });
    const config = { algorithm: 'round-robin', maxPerBackend: 9, maxConnections: 10_000 };
    balancer.setLimit('B1', 3);
    balancer.setLimit(undefined, Infinity, 'me');
    balancer.setAlgorithm('random', {}, 'me');
    expect(balancer.snapshot()).toMatchObject({
      ...{ algorithm: 'random', config },
      operator: { algorithm: 'random', maxPerBackend: 'unlimited', by: 'me' },
    });
    expect([backend(balancer).operator, backend(balancer).load.max]).toEqual([NONE, null]);
    balancer.setLimit(undefined, null);
    balancer.setAlgorithm(null);
    expect(balancer.snapshot()).toMatchObject({
      ...{ algorithm: 'round-robin', config },
      operator: { algorithm: null, maxPerBackend: null, since: null, by: null },
    });
    expect(backend(balancer).load.max).toBe(9);
  });

  it('counts what connections were like', async () => {
    const { balancer, port } = await listening(make, onEnd);
    const clients = [await answered(port, onEnd), await answered(port, onEnd), await answered(port, onEnd)];
    for (const { client } of clients) await client.close();
    const loads = (): Library.BackendLoad[] => ['B1', 'B2'].map((name) => backend(balancer, name).load);
    const total = (field: 'opened' | 'bytesIn' | 'bytesOut' | 'open'): number =>
      loads().reduce((sum, load) => sum + load[field], 0);
    await until(() => total('bytesOut') === 3 * 'B1:hello\n'.length && total('open') === 0);
    expect([total('opened'), total('bytesIn')]).toEqual([3, 3 * 'hello\n'.length]);
    for (const { connectMs, firstByteMs } of loads()) {
      expect(connectMs?.p50).toBeGreaterThan(0);
      expect(firstByteMs?.p99).toBeGreaterThanOrEqual(connectMs?.p50 ?? Infinity);
    }
    expect(balancer.snapshot().generation).toBe(1);
  });

  it('tells what it has observed, and probes when asked', async () => {
    const { balancer } = await listening(make, onEnd, { healthCheckIntervalMs: 3_600_000 });
    const seen = backend(balancer).observed;
    expect(seen).toMatchObject({ health: 'up', reason: null, contrary: 0, rise: 1, fall: 2 });
    expect(seen.lastProbe).toMatchObject({ ok: true, reason: null });
    expect(seen.nextProbeInMs).toBeGreaterThan(0);
    expect(Math.abs(Date.parse(seen.since ?? '') - Date.now())).toBeLessThan(60_000);
    expect(await balancer.probe('B1')).toMatchObject({ ok: true, reason: null });
    const gone = await TestBackend.start('B3');
    balancer.addBackend({ name: 'B3', host: '127.0.0.1', port: gone.port }, 'me');
    await until(() => backend(balancer, 'B3').healthy);
    expect(backend(balancer, 'B3').source).toBe('operator');
    await gone.stop();
    expect(await balancer.probe('B3')).toMatchObject({ ok: false, reason: 'connection refused' });
    expect(backend(balancer, 'B3').observed).toMatchObject({ health: 'up', contrary: 1 });
    expect(await balancer.probe('B3')).toMatchObject({ ok: false });
    expect(backend(balancer, 'B3')).toMatchObject({
      observed: { health: 'down', reason: 'connection refused' },
      effective: { state: 'down' },
    });
    balancer.setAdmin('B3', 'maint');
    expect(backend(balancer, 'B3').observed).toMatchObject({ health: 'unknown', nextProbeInMs: null });
    await expect(balancer.probe('B9')).rejects.toThrow("unknown backend 'B9'");
  });

  it('has settings that can be changed, all or none, and undone', async () => {
    const { balancer, port } = await listening(make, onEnd, { stickyKey: 'ip', stickyTtlMs: 5000 });
    const { generation } = balancer.snapshot();
    const before = balancer.settings();
    const told: object[] = [];
    (balancer as Library.Balancer).on('settings_changed', (event) => told.push(event));
    for (const wrong of [{ maxConnections: 0 }, { queueMax: 1, stickyTtlMs: -1 }, { port: 1 }])
      expect(() => balancer.update(wrong as never)).toThrow(
        expect.objectContaining({ code: 'ERR_OPTION_INVALID' }),
      );
    expect([balancer.settings(), told]).toEqual([before, []]);
    const { client } = await answered(port, onEnd);
    balancer.update({ maxConnections: 1, queueTimeoutMs: 0, maxPerBackend: 7, stickyTtlMs: 60_000 }, 'me');
    expect(balancer.settings()).toEqual({
      ...before,
      ...{ maxConnections: 1, queueTimeoutMs: 0, maxPerBackend: 7, stickyTtlMs: 60_000 },
    });
    const { operator, config } = balancer.snapshot();
    expect(operator).toMatchObject({ maxConnections: 1, queueTimeoutMs: 0, maxPerBackend: 7, by: 'me' });
    expect(operator.queueMax).toBeNull();
    expect(config).toMatchObject({ maxConnections: 10_000, maxPerBackend: 'unlimited' });
    expect(told).toEqual([
      { settings: { maxConnections: 1, queueTimeoutMs: 0, stickyTtlMs: 60_000 }, by: 'me' },
    ]);
    await balancer.connections(); // workers have read it by the time they answer
    expect(await askInVain(port)).toBeUndefined();
    await client.close();
    await until(() => balancer.sessions({ limit: 1 })[0]?.connections === 0);
    expect(balancer.sessions({ limit: 1 })[0]?.expiresInMs).toBeGreaterThan(5000);
    const undone = { maxConnections: null, queueTimeoutMs: null, maxPerBackend: null, stickyTtlMs: null };
    balancer.update(undone);
    expect([balancer.settings(), balancer.snapshot().operator.by]).toEqual([before, null]);
    expect(balancer.snapshot().generation).toBeGreaterThan(generation);
    balancer.update({ rateLimit: 1 });
    await balancer.connections();
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await askInVain(port));
    expect(answers).toContain(undefined);
    balancer.update({ rateLimit: 0, onFailover: 'close' });
    expect(balancer.settings()).toMatchObject({ rateLimit: 0, onFailover: 'close' });
  });

  it('has clients stick where the operator says', async () => {
    const { balancer, port } = await listening(make, onEnd, { stickyKey: 'ip' });
    const { client, backend: before } = await answered(port, onEnd);
    const other = before === 'B1' ? 'B2' : 'B1';
    // A worker tells of it within 2 ms.
    await until(() => balancer.sessions({ limit: 10 }).length > 0);
    expect(balancer.sessions({ limit: 10 })).toEqual([
      { key: '127.0.0.1', backend: before, connections: 1, expiresInMs: null },
    ]);
    balancer.pinSession('127.0.0.1', other, 'me');
    balancer.pinSession('192.0.2.7', other);
    await balancer.connections(); // workers have read of the pin by the time they answer
    for (let n = 0; n < 4; n++) expect((await answered(port, onEnd)).backend).toBe(other);
    expect(await client.ask('x')).toBe(`${before}:x`);
    expect(balancer.sessions({ prefix: '192.', limit: 10 })).toMatchObject([
      { key: '192.0.2.7', connections: 0 },
    ]);
    expect(balancer.sessions({ backend: before, limit: 10 })).toEqual([]);
    expect(balancer.sessions({ limit: 1 })).toHaveLength(1);
    expect([balancer.forgetSession('192.0.2.7'), balancer.forgetSession('192.0.2.7')]).toEqual([true, false]);
    expect(balancer.forgetSessions({ backend: other })).toBe(1);
    expect(balancer.forgetSessions('all')).toBe(0);
    expect(() => balancer.pinSession('1', 'B9')).toThrow("unknown backend 'B9'");
    expect(() => balancer.sessions({ limit: 0 })).toThrow('limit 0 is out of range');
    expect(() => balancer.forgetSessions({} as never)).toThrow('is of the wrong type');
  });
});
