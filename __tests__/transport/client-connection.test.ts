import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Destination } from '../../lib/net/destination.js';
import type { ClientConnection, Transport } from '../../lib/transport/transport.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback, receive, until } from '../helpers/sockets.js';
import { listening, TRANSPORTS } from './transports.js';

const closing = cleanup();

async function accepted(transport: Transport): Promise<{ client: ClientConnection; socket: Socket }> {
  const { port, next } = await listening(transport, closing);
  const socket = await connectToLoopback(port);
  closing(() => socket.destroy());
  return { client: await next(), socket };
}

/** Reads its first bytes, and all that was told of them. */
function firstOf(client: ClientConnection): { text: string; hasEnded: boolean } {
  const seen = { text: '', hasEnded: false };
  client.readFirst({
    read: (bytes) => (seen.text = Buffer.from(bytes).toString()),
    ended: () => (seen.hasEnded = true),
  });
  return seen;
}

/** Joins it to a backend. @returns what that has of it first */
async function pumpedTo(transport: Transport, client: ClientConnection): Promise<string> {
  const { server, port } = await listenOnLoopback((socket) => closing(() => socket.destroy()));
  closing(() => server.close());
  const first = once(server, 'connection').then(([socket]) => once(socket as Socket, 'data'));
  const events = { backendEnded: () => undefined, ended: () => undefined };
  transport.connect(
    new Destination({ host: '127.0.0.1', port }),
    10_000,
    (outcome) => {
      if (!outcome.ok) throw new Error(outcome.reason);
      const pump = transport.pump(client, outcome.connection, events);
      closing(() => pump.destroy());
    },
    () => undefined,
  );
  const [bytes] = (await first) as [Buffer];
  return bytes.toString();
}

describe.each(TRANSPORTS)('a client that waits, on %s', (_engine, transport) => {
  it('is noticed when it finishes without a word', async () => {
    const { client, socket } = await accepted(transport);
    let told = 0;
    client.onEnded(() => told++);

    socket.end();

    await until(() => told > 0);
    expect([told, client.ended, client.destroyed]).toEqual([1, true, false]);
  });

  it('has not finished as long as something that it has said is still to be read', async () => {
    const { client, socket } = await accepted(transport);
    let told = 0;
    client.onEnded(() => told++);

    socket.end('a question');
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect([told, client.ended]).toEqual([0, false]);
  });

  it('is noticed when it resets', async () => {
    const { client, socket } = await accepted(transport);
    let told = 0;
    client.onClosed(() => told++);

    socket.resetAndDestroy();

    await until(() => told > 0);
    expect([told, client.destroyed]).toEqual([1, true]);
  });

  it.each(['fin', 'reset'] as const)('is closed by %s whatever it has said', async (how) => {
    const { client, socket } = await accepted(transport);
    const seen = firstOf(client);
    socket.write('hello?');
    await until(() => seen.text === 'hello?');

    const received = receive(socket);
    client.destroy(how);

    expect((await received).ending).toBe(how === 'fin' ? 'fin' : 'ECONNRESET');
  });

  it('has its first bytes read as they come, and what is not taken is left for the pump', async () => {
    const { client, socket } = await accepted(transport);
    const seen = firstOf(client);
    socket.write('PRO');
    await until(() => seen.text === 'PRO');
    socket.write('XY|hello');
    await until(() => seen.text === 'PROXY|hello');

    client.takeFirst('PROXY|'.length);

    expect(await pumpedTo(transport, client)).toBe('hello');
  });

  it('tells its reader that FIN has come before enough was said', async () => {
    const { client, socket } = await accepted(transport);
    const seen = firstOf(client);

    socket.end('PRO');

    await until(() => seen.hasEnded);
    expect(seen.text).toBe('PRO');
  });
});
