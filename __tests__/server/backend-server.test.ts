import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { BackendServerOptions } from '../../lib/server/options.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback, readToEnd, until } from '../helpers/sockets.js';
import { added, ANSWERING, openResources, WITH_IPV6 } from './serving.js';

/** Long enough that a test which waits for it fails. */
const NEVER_MS = 600_000;

describe('a backend server', () => {
  const closeLater = cleanup();

  function create(options: BackendServerOptions): BackendServer {
    const server = new BackendServer(options);
    closeLater(() => server.close(0));
    return server;
  }

  async function listening(options: BackendServerOptions): Promise<{ server: BackendServer; port: number }> {
    const server = create({ port: 0, ...options });
    const { port } = await server.listen();
    return { server, port };
  }

  async function connected(port: number): Promise<Socket> {
    const client = await connectToLoopback(port);
    closeLater(() => client.destroy());
    return client;
  }

  describe('listens', () => {
    it('on the port and under the name asked for, and says so', async () => {
      const server = create({ name: 'B1', port: 0 });
      const said = once(server, 'listening');
      const where = await server.listen();
      expect(where).toEqual({ name: 'B1', host: '127.0.0.1', port: expect.any(Number) as unknown });
      expect(await said).toEqual([where]);
    });

    it('under a name made of the port when it has none', async () => {
      const server = create({ port: 0 });
      expect(server.name).toBeUndefined();
      const { name, port } = await server.listen();
      expect(name).toBe(`B${port}`);
      expect(server.name).toBe(name);
      const client = await connected(port);
      client.end('who?');
      expect((await readToEnd(client)).toString()).toBe(`[B${port}] who?\n`);
    });

    it('on the first free port from 8881 when none is asked for', async () => {
      const first = await create({}).listen();
      const second = await create({}).listen();
      for (const { name, port } of [first, second]) {
        expect(port).toBeGreaterThanOrEqual(8881);
        expect(port).toBeLessThanOrEqual(8980);
        expect(name).toBe(`B${port}`);
      }
      expect(second.port).not.toBe(first.port);
    });

    it('not on a port that is taken; but on it when it is free again', async () => {
      const { server: occupant, port } = await listenOnLoopback(() => undefined);
      const server = create({ port });
      await expect(server.listen()).rejects.toMatchObject({
        code: 'ERR_ADDRESS_IN_USE',
        kind: 'runtime',
        message: expect.stringContaining(`127.0.0.1:${port} is taken`) as unknown,
      });
      occupant.close();
      await once(occupant, 'close');
      expect((await server.listen()).port).toBe(port);
    });

    it('once only', async () => {
      const { server } = await listening({});
      await expect(server.listen()).rejects.toMatchObject({ code: 'ERR_STATE' });
    });

    it('not with options that make no sense', () => {
      expect(() => new BackendServer({ port: 65536 })).toThrow('port 65536 is out of range');
    });
  });

  describe('serves', () => {
    it.each([
      ['named', 'a\nb', '[B1] a\n[B1] b\n'],
      ['echo', 'a\nb', 'a\nb'],
      ['discard', 'a\nb', ''],
    ] as const)('in the mode %s, and honours the half-close', async (mode, sent, answered) => {
      const { server, port } = await listening({ name: 'B1', mode });
      const closed = once(server, 'connection_close');
      const client = await connected(port);
      const counts = { client: `127.0.0.1:${client.localPort}`, bytesIn: sent.length };
      client.end(sent);
      expect((await readToEnd(client)).toString()).toBe(answered);
      expect(await closed).toMatchObject([{ ...counts, bytesOut: answered.length }]);
    });

    it('in the mode http, and counts its bytes', async () => {
      const { server, port } = await listening({ name: 'B1', mode: 'http' });
      const closed = once(server, 'connection_close');
      const client = await connected(port);
      const sent = 'GET / HTTP/1.1\r\n\r\n';
      client.end(sent);
      const { length } = await readToEnd(client);
      expect(await closed).toMatchObject([{ bytesIn: sent.length, bytesOut: length }]);
    });

    it('in the mode chargen', async () => {
      const { port } = await listening({ mode: 'chargen' });
      const client = await connected(port);
      const [first] = (await once(client, 'data')) as [Buffer];
      expect(first.toString('latin1', 0, 10)).toBe(' !"#$%&\'()');
    });

    it('many clients at once, each of them announced and counted', async () => {
      const { server, port } = await listening({ name: 'B1' });
      const opened: string[] = [];
      server.on('connection_open', ({ client }) => opened.push(client));
      const clients = await Promise.all(Array.from({ length: 50 }, () => connected(port)));
      for (const [number, client] of clients.entries()) client.write(`${number}\n`);
      const answers = await Promise.all(
        clients.map(async (client) => String((await once(client, 'data'))[0])),
      );
      expect(answers).toEqual(clients.map((_, number) => `[B1] ${number}\n`));
      expect(server.openConnections).toBe(50);
      expect(opened.sort()).toEqual(clients.map((client) => `127.0.0.1:${client.localPort}`).sort());
    });

    it.each(ANSWERING.map((mode) => [mode]))('on after a client’s reset in the mode %s', async (mode) => {
      const { server, port } = await listening({ mode });
      for (let round = 0; round < 5; round++) {
        const closed = once(server, 'connection_close');
        const client = await connected(port);
        client.write('GET / HTTP/1.1\r\n\r\nhello', () => client.resetAndDestroy());
        await closed;
      }
      expect(server.openConnections).toBe(0);
      await connected(port);
    });

    WITH_IPV6.it('names a client by its plain address on a dual-stack listener', async () => {
      const { server, port } = await listening({ host: '::' });
      const opened = once(server, 'connection_open');
      const client = await connected(port);
      expect(await opened).toEqual([{ client: `127.0.0.1:${client.localPort}` }]);
    });
  });

  describe('closes', () => {
    it('with the answers to what was received, then FIN', async () => {
      const { server, port } = await listening({ name: 'B1' });
      const client = await connected(port);
      const answers = readToEnd(client);
      client.write('one\ntwo\nthr');
      const closed = server.close(NEVER_MS);
      expect((await answers).toString()).toBe('[B1] one\n[B1] two\n[B1] thr\n');
      client.end();
      await closed;
      expect(server.openConnections).toBe(0);
    });

    it.each(ANSWERING.map((mode) => [mode]))('idle connections with FIN in the mode %s', async (mode) => {
      const { server, port } = await listening({ mode });
      const client = await connected(port);
      const ended = readToEnd(client);
      const closed = server.close(NEVER_MS);
      await ended;
      client.end();
      await closed;
    });

    it.each([
      ['read', 'named'],
      ['close', 'discard'],
    ] as const)('clients that do not %s, once the grace is over', async (_what, mode) => {
      const { server, port } = await listening({ mode });
      const closed = once(server, 'connection_close');
      const client = await connected(port);
      client.write(Buffer.alloc(32 * 1024 * 1024, '\n'));
      await server.close(50);
      await closed;
      expect(server.openConnections).toBe(0);
    });

    it('its listener: nobody is accepted any more', async () => {
      const { server, port } = await listening({});
      await server.close();
      await expect(connectToLoopback(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    it('once, says so last, and counts the clients', async () => {
      const { server, port } = await listening({});
      const events: string[] = [];
      server.on('connection_close', () => events.push('connection_close'));
      server.on('stopped', ({ connections }) => events.push(`stopped after ${connections}`));
      for (let count = 0; count < 2; count++) (await connected(port)).end('x');
      const held = await connected(port);
      held.write('x\n');
      await once(held, 'data');

      const closing = server.close(0);

      expect(server.close()).toBe(closing);
      await closing;
      await server.close();
      expect(events).toEqual(['connection_close', 'connection_close', 'connection_close', 'stopped after 3']);
    });

    it('before it ever listened, and does not listen after', async () => {
      const server = create({ port: 0 });
      const stopped = once(server, 'stopped');
      await server.close();
      expect(await stopped).toEqual([{ connections: 0 }]);
      await expect(server.listen()).rejects.toMatchObject({ code: 'ERR_STATE' });
    });

    it('while it is about to listen', async () => {
      const server = create({ port: 0 });
      const listening = server.listen();
      const closed = server.close();
      const { port } = await listening;
      await closed;
      await expect(connectToLoopback(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });

    it.each(ANSWERING.map((mode) => [mode]))('and leaves nothing open in the mode %s', async (mode) => {
      const before = openResources();
      const server = new BackendServer({ port: 0, mode });
      const { port } = await server.listen();
      const clients = await Promise.all(Array.from({ length: 5 }, () => connectToLoopback(port)));
      const gone = clients.map((client) => new Promise((resolve) => client.once('close', resolve)));
      for (const client of clients) client.write('GET / HTTP/1.1\r\n\r\n');
      clients[0]?.resetAndDestroy();
      clients[1]?.end();

      await server.close(20);

      for (const client of clients) client.destroy();
      await Promise.all(gone);
      // The last handle is closed in a later turn of the event loop on a busy machine.
      await until(() => added(before, openResources()).length === 0);
    });
  });
});
