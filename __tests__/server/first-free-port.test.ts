import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { listenOnFirstFree } from '../../lib/server/first-free-port.js';
import { cleanup } from '../helpers/cleanup.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const HOST = '127.0.0.1';

describe('the first free port of a range', () => {
  const closeLater = cleanup();

  async function close(server: Server): Promise<void> {
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  }

  async function takeAnyPort(): Promise<number> {
    const { server, port } = await listenOnLoopback(() => undefined);
    closeLater(() => close(server));
    return port;
  }

  /** Afterwards the port is taken, by us or by whoever was first. */
  async function take(port: number): Promise<void> {
    const server = createServer();
    closeLater(() => close(server));
    await new Promise<void>((resolve) => {
      server.once('error', () => resolve());
      server.listen(port, HOST, () => resolve());
    });
  }

  it('is the first one when that is free', async () => {
    const { server, address } = await listenOnFirstFree(createServer, HOST, 0, 0);
    closeLater(() => close(server));
    expect(address.host).toBe(HOST);
    expect(address.port).toBeGreaterThan(0);
  });

  it('is a later one when the first is taken', async () => {
    const taken = await takeAnyPort();
    const { server, address } = await listenOnFirstFree(createServer, HOST, taken, taken + 50);
    closeLater(() => close(server));
    expect(address.port).toBeGreaterThan(taken);
    expect(address.port).toBeLessThanOrEqual(taken + 50);
    expect(server.listening).toBe(true);
  });

  it('fails with the address when the range is one port and taken', async () => {
    const taken = await takeAnyPort();
    await expect(listenOnFirstFree(createServer, HOST, taken, taken)).rejects.toMatchObject({
      code: 'ERR_ADDRESS_IN_USE',
      message: expect.stringContaining(`${HOST}:${taken} is taken`) as unknown,
    });
  });

  it('fails with the range when all of it is taken', async () => {
    const first = await takeAnyPort();
    await take(first + 1);
    await expect(listenOnFirstFree(createServer, HOST, first, first + 1)).rejects.toMatchObject({
      code: 'ERR_ADDRESS_IN_USE',
      kind: 'runtime',
      message: `all ports from ${first} to ${first + 1} of ${HOST} are taken: choose another, or 0 for any free one`,
    });
  });

  it('is not looked for further when listening fails for another reason', async () => {
    let tries = 0;
    const create = (): Server => {
      tries++;
      return createServer();
    };
    await expect(listenOnFirstFree(create, '192.0.2.1', 8881, 8980)).rejects.toMatchObject({
      code: 'ERR_ADDRESS_NOT_AVAILABLE',
    });
    expect(tries).toBe(1);
  });
});
