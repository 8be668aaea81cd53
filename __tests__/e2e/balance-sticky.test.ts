import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('lbsim balance, sticky sessions', () => {
  it('brings one address to one backend, by SESSION_MAP after the first time', async () => {
    const lb = startBalance(await startBackends(3, onEnd), onEnd);
    const port = await lb.port();
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await askOnce(port));
    expect(answers).toEqual(Array(5).fill('B1'));
    await lb.event('connection_open', 5);
    expect(lb.all('connection_open').map(({ why, sticky }) => [why, sticky])).toEqual([
      ['round-robin', false],
      ...Array<unknown>(4).fill(['sticky', true]),
    ]);
  });

  it('knows clients apart by address and port with the key ip-port', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--sticky-key', 'ip-port');
    const port = await lb.port();
    expect([await askOnce(port), await askOnce(port), await askOnce(port)]).toEqual(['B1', 'B2', 'B1']);
  });

  it('forgets a client that was idle longer than the TTL', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--sticky-ttl', '50ms');
    const port = await lb.port();
    expect(await askOnce(port)).toBe('B1');
    const { timestamp } = await lb.event('connection_close');
    const expired = Date.parse(String(timestamp)) + 50 + 5;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, expired - Date.now())));
    expect(await askOnce(port)).toBe('B2');
  });

  it('does not forget a client that is connected, however long', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--sticky-ttl', '50ms');
    const port = await lb.port();
    const client = await TestClient.connect(port);
    expect(await client.ask('1')).toBe('B1:1');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([await askOnce(port), await askOnce(port)]).toEqual(['B1', 'B1']);
    expect(await client.ask('2')).toBe('B1:2');
    await client.close();
  });

  it('evicts a client that is connected last', async () => {
    const lb = startBalance(await startBackends(2, onEnd), onEnd, '--sticky-max', '2');
    const port = await lb.port();
    const client = await TestClient.connect(port);
    expect(await client.ask('1')).toBe('B1:1');
    for (const localAddress of ['127.0.0.2', '127.0.0.3', '127.0.0.4']) {
      const other = await TestClient.connect(port, { localAddress });
      await other.ask('x');
      await other.close();
      await ended(lb, other.name);
    }
    expect(await askOnce(port)).toBe('B1');
    await lb.event('connection_open', 5);
    expect(lb.all('connection_open')[4]).toMatchObject({ sticky: true });
    await client.close();
  });

  it('forgets a client that was moved to another backend like every other client, once its connection has ended', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const lb = startBalance([b1, b2], onEnd, '--sticky-ttl', '50ms', '--reroute');
    const client = await TestClient.connect(await lb.port());
    expect(await client.ask('1')).toBe('B1:1');
    await b1.crash();
    await lb.event('connection_rerouted');
    expect(await client.ask('2')).toBe('B2:2');
    await client.close();
    const { timestamp } = await lb.event('connection_close');
    const expired = Date.parse(String(timestamp)) + 50 + 5;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, expired - Date.now())));
    await askOnce(await lb.port());
    expect(await lb.event('connection_open', 2)).toMatchObject({ sticky: false });
  });

  it('gives the client of a dead backend another one and lets it stay there', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const lb = startBalance([b1, b2], onEnd, '--health-check-interval', '0.2');
    const port = await lb.port();
    expect(await askOnce(port)).toBe('B1');
    await b1.crash();
    expect(await askOnce(port)).toBe('B2');
    await lb.event('failover');
    await b1.start();
    await lb.event('failback');
    expect(await askOnce(port)).toBe('B2');
    expect(await lb.event('connection_open', 3)).toMatchObject({
      backend: 'B2',
      why: 'sticky',
      sticky: true,
    });
  });

  it('maps the client anew when its backend refuses though it does not count as down yet', async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    if (b1 === undefined || b2 === undefined) throw new Error('two backends were asked for');
    const lb = startBalance([b1, b2], onEnd, '--health-check-interval', '60', '--health-check-fall', '100');
    const port = await lb.port();
    expect(await askOnce(port)).toBe('B1');
    await b1.crash();
    expect(await askOnce(port)).toBe('B2');
    expect(await lb.event('connection_open', 2)).toMatchObject({ backend: 'B2', sticky: false, attempts: 2 });
    await b1.start();
    expect(await askOnce(port)).toBe('B2');
    expect(await lb.event('connection_open', 3)).toMatchObject({ backend: 'B2', sticky: true, attempts: 1 });
    expect(lb.all('failover')).toEqual([]);
  });
});
