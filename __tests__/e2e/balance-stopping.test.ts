import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

describe('lbsim balance, stopping', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'exits 0 at once on %s when nobody is connected',
    async (signal) => {
      const lb = startBalance(await startBackends(1, onEnd), onEnd);
      await lb.event('listening');
      expect(await lb.kill(signal)).toEqual({ status: 0, signal: null });
      expect(lb.all('drain_started')).toHaveLength(1);
      expect(lb.all('stopped')).toHaveLength(1);
    },
  );

  it('takes no new client and lets live ones finish', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd);
    const port = await lb.port();
    const client = await TestClient.connect(port);
    expect(await client.ask('before')).toBe('B1:before');
    lb.child.kill('SIGTERM');
    expect(await lb.event('drain_started')).toMatchObject({ openConnections: 1 });
    const [refused] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    expect(refused.code).toBe('ECONNREFUSED');
    expect(await client.ask('while draining')).toBe('B1:while draining');
    await client.close();
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_close')[0]).toMatchObject({ end: 'client_closed' });
    expect(lb.all('stopped')[0]).toMatchObject({ drained: 0 });
  });

  it('closes the rest after --drain-timeout and exits 0 all the same', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--drain-timeout', '0.2');
    const client = await TestClient.connect(await lb.port());
    expect(await client.ask('x')).toBe('B1:x');
    lb.child.kill('SIGTERM');
    expect(await client.answer()).toBeUndefined();
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_close')[0]).toMatchObject({ end: 'drained' });
    expect(lb.all('stopped')[0]).toMatchObject({ drained: 1 });
  });

  it('exits at once with 1 on a second signal', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--drain-timeout', '1h');
    const client = await TestClient.connect(await lb.port());
    onEnd(() => client.socket.destroy());
    expect(await client.ask('x')).toBe('B1:x');
    lb.child.kill('SIGTERM');
    await lb.event('drain_started');
    expect(await lb.kill('SIGTERM')).toEqual({ status: 1, signal: null });
  });
});
