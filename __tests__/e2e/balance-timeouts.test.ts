import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback, readToEnd } from '../helpers/sockets.js';

const onEnd = cleanup();

describe('--idle-timeout', () => {
  it('closes a connection on which no byte has passed for so long, and not before', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--idle-timeout', '400ms');
    const client = await TestClient.connect(await lb.port());
    await client.ask('hello');
    const asked = performance.now();
    expect(await client.answer()).toBeUndefined();
    expect(performance.now() - asked).toBeGreaterThanOrEqual(395);
    expect(await ended(lb, client.name)).toMatchObject({ backend: 'B1', bytesIn: 6, end: 'idle_timeout' });
  });

  it('closes one that never had a byte, too', async () => {
    const lb = startBalance(await startBackends(1, onEnd), onEnd, '--idle-timeout', '0.2');
    const client = await TestClient.connect(await lb.port());
    expect(await client.answer()).toBeUndefined();
    expect(await ended(lb, client.name)).toMatchObject({ bytesIn: 0, bytesOut: 0, end: 'idle_timeout' });
  });

  it('leaves alone a connection on which bytes pass, be it one way', async () => {
    const { server, port } = await listenOnLoopback((socket) => {
      const timer = setInterval(() => socket.write('.'), 100);
      socket.on('close', () => clearInterval(timer));
      socket.resume().on('end', () => socket.destroy());
    });
    onEnd(() => server.close());
    const lb = startBalance([{ spec: `B1=127.0.0.1:${port}` }], onEnd, '--idle-timeout', '400ms');
    const socket = await connectToLoopback(await lb.port());
    let dots = 0;
    socket.on('data', (chunk: Buffer) => (dots += chunk.length));
    while (dots < 15) await once(socket, 'data');
    expect(lb.all('connection_close')).toEqual([]);
    socket.destroy();
    expect(await lb.event('connection_close')).toMatchObject({ end: expect.not.stringMatching('timeout') });
  });
});

describe('--half-close-timeout', () => {
  it.each(['client', 'backend'])(
    'closes a connection whose %s has finished and whose other side is silent',
    async (who) => {
      const { server, port } = await listenOnLoopback((socket) => {
        socket.resume().once('data', () => {
          if (who === 'backend') socket.end();
        });
      });
      onEnd(() => server.close());
      const spec = `B1=127.0.0.1:${port}`;
      const lb = startBalance([{ spec }], onEnd, '--half-close-timeout', '0.4');
      const socket = await connectToLoopback(await lb.port());
      onEnd(() => socket.destroy());
      // As long as neither side has finished it may be silent for longer.
      await sleep(600);
      expect(lb.all('connection_close')).toEqual([]);
      const began = performance.now();
      if (who === 'client') socket.end('hello');
      else socket.resume().write('hello');
      expect(await lb.event('connection_close')).toMatchObject({ bytesIn: 5, end: 'half_close_timeout' });
      expect(performance.now() - began).toBeGreaterThanOrEqual(395);
    },
  );

  it('lets the other side take as long as it likes, as long as it is not silent', async () => {
    const { server, port } = await listenOnLoopback((socket) => {
      socket.resume().on('end', () => {
        let left = 8;
        const timer = setInterval(() => {
          socket.write('.');
          if (--left > 0) return;
          clearInterval(timer);
          socket.end();
        }, 100);
      });
    });
    onEnd(() => server.close());
    const lb = startBalance([{ spec: `B1=127.0.0.1:${port}` }], onEnd, '--half-close-timeout', '0.4');
    const socket = await connectToLoopback(await lb.port());
    socket.end();
    expect((await readToEnd(socket)).toString()).toBe('........');
    expect(await lb.event('connection_close')).toMatchObject({ end: 'client_closed' });
  });
});
