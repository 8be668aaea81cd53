import { createServer, Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { KERNEL_SHARES, listen } from '../../lib/net/listener.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback } from '../helpers/sockets.js';
import { onlyWhere } from '../helpers/only-where.js';

const closing = cleanup();

function server(): Server {
  const created = createServer((socket) => socket.destroy());
  closing(() => created.close());
  return created;
}

/** A server that cannot listen, for a reason that a test cannot bring about. */
class FailingServer extends Server {
  readonly #code: string;

  constructor(code: string) {
    super();
    this.#code = code;
  }

  override listen(): this {
    const error = Object.assign(new Error(`listen ${this.#code}`), { code: this.#code });
    process.nextTick(() => this.emit('error', error));
    return this;
  }
}

describe('listen', () => {
  it('says which port was free when asked for port 0', async () => {
    const address = await listen(server(), { host: '127.0.0.1', port: 0 });

    expect(address).toEqual({ host: '127.0.0.1', port: expect.any(Number) });
    const socket = await connectToLoopback(address.port);
    closing(() => socket.destroy());
    expect(socket.remotePort).toBe(address.port);
  });

  it('listens on the port that it is given', async () => {
    const first = server();
    const { port } = await listen(first, { host: '127.0.0.1', port: 0 });
    await new Promise((resolve) => first.close(resolve));

    expect(await listen(server(), { host: '127.0.0.1', port })).toEqual({ host: '127.0.0.1', port });
  });

  it('leaves later errors of the server to its owner', async () => {
    const listening = server();

    await listen(listening, { host: '127.0.0.1', port: 0 });

    expect(listening.listenerCount('error')).toBe(0);
  });

  it('refuses a taken port', async () => {
    const taken = await listenOnLoopback(() => undefined);
    closing(() => taken.server.close());

    await expect(listen(server(), { host: '127.0.0.1', port: taken.port })).rejects.toMatchObject({
      name: 'LbsimError',
      code: 'ERR_ADDRESS_IN_USE',
      kind: 'runtime',
      message: expect.stringMatching(
        `^127.0.0.1:${taken.port} is taken: stop what listens there \\(.*:${taken.port}\\b.* shows it\\), or choose another port$`,
      ) as unknown,
      cause: { code: 'EADDRINUSE' },
    });
  });

  onlyWhere(KERNEL_SHARES, 'ports are shared by the kernel from Node 23.1 on').it(
    'shares a port with others that share it too, if the kernel can',
    async () => {
      const address = await listen(server(), { host: '127.0.0.1', port: 0 }, 'kernel');
      expect(await listen(server(), address, 'kernel')).toEqual(address);
      await expect(listen(server(), address)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    },
  );

  it('refuses an address that is not of this machine', async () => {
    await expect(listen(server(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'ERR_ADDRESS_NOT_AVAILABLE',
      kind: 'runtime',
      message: '192.0.2.1 is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them',
    });
  });

  it('refuses a host that does not resolve', async () => {
    await expect(listen(server(), { host: 'nosuch.invalid', port: 0 })).rejects.toMatchObject({
      code: 'ERR_HOST_NOT_FOUND',
      kind: 'runtime',
      message: "host 'nosuch.invalid' does not resolve: check the spelling, or give its IP address",
    });
  });

  it.each([
    ['EACCES', 'ERR_LISTEN', 'no permission to listen on [::1]:80: choose a port above 1023'],
    ['EMFILE', 'ERR_LISTEN', 'cannot listen on [::1]:80: listen EMFILE'],
  ])('tells %s as %s', async (system, code, message) => {
    await expect(listen(new FailingServer(system), { host: '::1', port: 80 })).rejects.toMatchObject({
      code,
      kind: 'runtime',
      message,
      cause: { code: system },
    });
  });
});
