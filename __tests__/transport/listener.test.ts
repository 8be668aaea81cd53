import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, receive } from '../helpers/sockets.js';
import { listening, TRANSPORTS } from './transports.js';

const closing = cleanup();
const nothing = { accepted: () => undefined, starved: () => undefined };

describe.each(TRANSPORTS)('a listener of %s', (_engine, transport) => {
  it('says which port was free, and who has come to which of its addresses', async () => {
    const { port, next } = await listening(transport, closing);
    const socket = await connectToLoopback(port, { localAddress: '127.0.0.9' });
    closing(() => socket.destroy());

    const client = await next();

    expect(client.peer).toEqual({
      ip: '127.0.0.9',
      port: socket.localPort,
      name: `127.0.0.9:${socket.localPort}`,
    });
    expect(client.local).toEqual({ host: '127.0.0.1', port });
  });

  it('names a client that comes by IPv4 to an IPv6 listener by its IPv4 address', async () => {
    const { port, next } = await listening(transport, closing, '::');
    for (const [host, ip] of [
      ['127.0.0.1', '127.0.0.1'],
      ['::1', '::1'],
    ] as const) {
      const socket = connect({ host, port });
      closing(() => socket.destroy());
      expect((await next()).peer).toMatchObject({ ip, port: socket.localPort });
    }
  });

  it.each([
    ['a port that is taken', undefined, 'ERR_ADDRESS_IN_USE'],
    ['an address of another machine', '192.0.2.1', 'ERR_ADDRESS_NOT_AVAILABLE'],
    ['a name that is none', 'no-such-host.invalid', 'ERR_HOST_NOT_FOUND'],
  ])('refuses %s', async (_what, host, code) => {
    const { port } = await listening(transport, closing);
    const listener = transport.newListener(nothing);
    closing(() => listener.close());

    const refused = listener.listen({ host: host ?? '127.0.0.1', port: host === undefined ? port : 0 });

    await expect(refused).rejects.toMatchObject({ code });
  });

  it('takes a port again at once that it has let go of, with clients that were there', async () => {
    const first = transport.newListener({ ...nothing, accepted: (client) => client.destroy() });
    const { port } = await first.listen({ host: '127.0.0.1', port: 0 });
    await receive(await connectToLoopback(port));
    first.close();

    const second = transport.newListener(nothing);
    closing(() => second.close());

    expect(await second.listen({ host: '127.0.0.1', port })).toEqual({ host: '127.0.0.1', port });
  });

  it('accepts those whom the kernel has accepted before it is closed, and resets nobody of them', async () => {
    let accepted = 0;
    const listener = transport.newListener({
      ...nothing,
      accepted: (client) => {
        accepted++;
        client.destroy();
      },
    });
    const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
    const sockets = Array.from({ length: 50 }, () => connect({ host: '127.0.0.1', port }));
    const endings = sockets.map(receive);
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));

    await listener.acceptWaiting();
    listener.close();

    expect(accepted).toBe(50);
    expect(new Set((await Promise.all(endings)).map(({ ending }) => ending))).toEqual(new Set(['fin']));
  });
});
