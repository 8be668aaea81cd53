import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { Faults } from '../../lib/server/faults/faults.js';
import type { Mode } from '../../lib/server/modes/index.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback } from '../helpers/sockets.js';
import { ANSWERING } from './serving.js';

const closeLater = cleanup();

interface Backend {
  readonly server: BackendServer;
  readonly port: number;
  /** The faults that it told of. */
  readonly faults: string[];
}

async function start(mode: Mode, given: Partial<Faults> = {}): Promise<Backend> {
  const server = new BackendServer({ name: 'B1', port: 0, mode, faults: given });
  closeLater(() => server.close(0));
  const faults: string[] = [];
  server.on('fault', ({ kind }) => faults.push(kind));
  const { port } = await server.listen();
  return { server, port, faults };
}

async function connect(port: number): Promise<Socket> {
  const socket = await connectToLoopback(port);
  closeLater(() => socket.destroy());
  return socket;
}

/** Connects and closes, as a health check does. @returns when the server has seen the end of it */
async function probe({ server, port }: Backend): Promise<void> {
  const closed = once(server, 'connection_close');
  const socket = await connect(port);
  socket.end();
  socket.resume();
  await closed;
}

const REQUEST = 'GET / HTTP/1.1\r\n\r\n';

describe('a probe', () => {
  it.each(['named', 'echo', 'http', 'discard'] as const)(
    'is none of those served in mode %s',
    async (mode) => {
      const backend = await start(mode);
      const closings: boolean[] = [];
      backend.server.on('connection_close', (event) => closings.push(event.probe));
      await probe(backend);
      await probe(backend);
      expect(backend.server.stats).toMatchObject({ served: 0, probes: 2 });

      const client = await connect(backend.port);
      const opened = (): number => backend.server.openConnections;
      while (opened() === 0) await once(backend.server, 'connection_open');
      expect(backend.server.stats).toMatchObject({ open: 1, served: 0, probes: 2 });
      const closed = once(backend.server, 'connection_close');
      client.resume().end(REQUEST);
      await closed;
      expect(backend.server.stats).toMatchObject({ open: 0, served: 1, probes: 2 });
      expect(closings).toEqual([true, true, false]);
      const stopped = once(backend.server, 'stopped');
      await backend.server.close();
      expect(await stopped).toEqual([{ connections: 1 }]);
    },
  );

  it('counts as served as soon as it has said something', async () => {
    const { server, port } = await start('named');
    const client = await connect(port);
    client.write('x\n');
    await once(client, 'data');
    expect(server.stats).toMatchObject({ open: 1, served: 1, probes: 0 });
  });

  it('cannot be told from a client of chargen, which need not say anything', async () => {
    const { server, port } = await start('chargen');
    const client = await connect(port);
    await once(client, 'data');
    expect(server.stats).toMatchObject({ served: 1, probes: 0 });
  });

  it.each<[string, Partial<Faults>]>([
    ['latency', { latencyMs: 5 }],
    ['bandwidth', { bandwidth: 100 }],
    ['reset-after 0', { resetAfter: 0 }],
    ['probe-only', { probeOnly: true }],
  ])('is not affected by the fault %s', async (_name, faults) => {
    const backend = await start('named', faults);
    await probe(backend);
    expect(backend.server.stats.probes).toBe(1);
    expect(backend.faults).toEqual([]);
  });

  it('of one that hangs is told of no fault, a client that sent a byte is', async () => {
    const backend = await start('discard', { hang: true });
    const silent = await connect(backend.port);
    silent.end();
    const client = await connect(backend.port);
    const struck = once(backend.server, 'fault');
    client.end('x');
    expect(await struck).toEqual([{ kind: 'hang', client: `127.0.0.1:${client.localPort}` }]);
    const closed = [once(silent.resume(), 'close'), once(client.resume(), 'close')];
    backend.server.heal();
    await Promise.all(closed);
    expect(backend.faults).toEqual(['hang']);
  });
});

describe('a backend that is frozen', () => {
  it('tells of those alone that send something', async () => {
    const { server, port, faults } = await start('named', { freeze: true });
    const silent = await connect(port);
    silent.end();
    const waiting = await connect(port);
    const client = await connect(port);
    const struck = once(server, 'fault');
    client.write('x\n');
    expect(await struck).toEqual([{ kind: 'freeze', client: `127.0.0.1:${client.localPort}` }]);
    expect(server.stats).toMatchObject({ open: 0, unaccepted: 2, served: 0, probes: 0 });

    const [answer, closed] = [once(client, 'data'), once(silent.resume(), 'close')];
    server.heal();
    expect(String(await answer)).toBe('[B1] x\n');
    await closed;
    expect(server.stats).toMatchObject({ open: 2, unaccepted: 0, served: 1, probes: 1 });
    expect(faults).toEqual(['freeze']);

    const late = once(waiting, 'data');
    waiting.write('y\n');
    expect(String(await late)).toBe('[B1] y\n');
  });

  it.each(ANSWERING.filter((mode) => mode !== 'discard'))(
    'answers in mode %s what was sent meanwhile',
    async (mode) => {
      const { server, port } = await start(mode, { freeze: true });
      const struck = once(server, 'fault');
      const client = await connect(port);
      client.write(REQUEST);
      await struck;
      const answer = once(client, 'data');
      server.heal();
      expect(String(await answer)).not.toBe('');
    },
  );
});
