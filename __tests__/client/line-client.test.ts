import { once } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { AnswerText } from '../../lib/client/answer-text.js';
import type { ClientFailure } from '../../lib/client/failure.js';
import { LineClient, type LineClientOptions } from '../../lib/client/line-client.js';
import { Payload } from '../../lib/client/payload.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { namedServer, nothingIsLeft, openHandles, scriptedServer, serve } from './helpers.js';

const onEnd = cleanup();
const PATIENCE = 60_000;

function createClient(port: number, options: Partial<LineClientOptions> = {}): LineClient {
  const reader = new AnswerText();
  const client = new LineClient(
    { host: '127.0.0.1', port },
    { connectTimeoutMs: PATIENCE, timeoutMs: PATIENCE, reader, ...options },
  );
  onEnd(() => client.destroy());
  return client;
}

async function connected(port: number, options: Partial<LineClientOptions> = {}): Promise<LineClient> {
  const client = createClient(port, options);
  await client.connect();
  return client;
}

describe('a line client', () => {
  it('connects, has its lines answered and closes with its peer', async () => {
    const { port, lines } = await namedServer(onEnd, 'B1');
    const reader = new AnswerText();
    const client = createClient(port, { reader });
    const connectMs = await client.connect();
    const ms = await client.exchange(Payload.text('one'));
    expect(reader.text).toBe('[B1] one');
    await client.exchange(Payload.text(''));
    expect(reader.text).toBe('[B1] ');
    await client.finish();
    await client.closed;
    expect(lines).toEqual(['one', '']);
    expect(connectMs).toBeGreaterThan(0);
    expect(ms).toBeGreaterThan(0);
    expect([client.bytesOut, client.bytesIn]).toEqual([5, 15]);
  });

  it('counts the time of an answer from its sending', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket }) => {
      setTimeout(() => socket.write(`${line}\n`), 100);
    });
    const client = await connected(port);
    expect(await client.exchange(Payload.text('slow'))).toBeGreaterThan(95);
  });

  it('refuses a port that cannot be', () => {
    expect(() => createClient(70_000)).toThrow('port 70000 is out of range');
  });

  it('fails with the reason when nobody listens', async () => {
    const client = createClient(await quietPort());
    await expect(client.connect()).rejects.toMatchObject({ kind: 'connection_refused' });
    await client.closed;
  });

  it('fails at once, and for good, when its peer is gone', async () => {
    const { port } = await scriptedServer(onEnd, (_, { socket }) => socket.resetAndDestroy());
    const client = await connected(port);
    await expect(client.exchange(Payload.text('a'))).rejects.toMatchObject({ kind: 'reset' });
    await expect(client.exchange(Payload.text('b'))).rejects.toMatchObject({ kind: 'reset' });
    await expect(client.finish()).rejects.toMatchObject({ kind: 'reset' });
  });

  it('says once that an idle connection is lost', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const lost = jest.fn<(failure: ClientFailure) => void>();
    const client = await connected(port, { onLost: lost });
    await client.exchange(Payload.text('a'));
    sockets[0]?.end();
    await client.closed;
    expect(lost).toHaveBeenCalledTimes(1);
    expect(lost.mock.calls[0]?.[0]).toMatchObject({ kind: 'closed_early' });
  });

  it('does not call its own end a loss', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const lost = jest.fn();
    const client = await connected(port, { onLost: lost });
    client.destroy();
    await client.closed;
    expect(lost).not.toHaveBeenCalled();
  });

  it.each<[string, (client: LineClient) => Promise<unknown>]>([
    ['an answer', (client) => client.exchange(Payload.text('a'))],
    ['the end of a hold', (client) => client.hold(PATIENCE)],
    ["the peer's close", (client) => client.finish()],
  ])('stops waiting for %s when it is destroyed', async (_, wait) => {
    const port = await serve(onEnd, (socket) => socket.resume());
    const client = await connected(port);
    const waiting = wait(client);
    client.destroy();
    await expect(waiting).rejects.toMatchObject({ kind: 'stopped' });
    await client.closed;
  });

  it('stops connecting when it is destroyed', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const client = createClient(port);
    const connecting = client.connect();
    client.destroy();
    await expect(connecting).rejects.toMatchObject({ kind: 'stopped' });
    await client.closed;
  });

  it('holds until it is told not to', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const client = await connected(port);
    const held = client.hold(PATIENCE);
    client.endHold();
    await held;
    await client.finish();
  });

  it('shows all that comes, asked for or not', async () => {
    const { port } = await scriptedServer(
      onEnd,
      (_, { socket }) => socket.write('answer\npush\n'),
      (socket) => socket.write('welcome\n'),
    );
    let shown = '';
    let look: () => void = () => undefined;
    const client = createClient(port, {
      onBytes: (chunk) => {
        shown += Buffer.from(chunk).toString();
        look();
      },
    });
    const welcomed = new Promise<void>((resolve) => (look = resolve));
    await client.connect();
    await welcomed;
    await client.exchange(Payload.text('a'));
    expect(shown).toBe('welcome\nanswer\npush\n');
  });

  it('reads no more while it is paused', async () => {
    const parts = ['one', 'two', 'three'];
    const port = await serve(onEnd, (socket) => {
      const next = (): void => void socket.write(parts.shift() ?? '');
      socket.on('data', next);
      next();
    });
    const seen: string[] = [];
    let look: () => void = () => undefined;
    const client = createClient(port, {
      onBytes: (chunk) => {
        seen.push(Buffer.from(chunk).toString());
        client.pause();
        look();
      },
    });
    const paused = new Promise<void>((resolve) => (look = resolve));
    await client.connect();
    await paused;
    client.exchange(Payload.text('go on')).catch(() => undefined);
    await new Promise((later) => setTimeout(later, 50));
    expect(seen).toEqual(['one']);
    const again = new Promise<void>((resolve) => (look = resolve));
    client.resume();
    await again;
    expect(seen).toEqual(['one', 'two']);
  });

  it('does not begin a line before the last one, answered early, has been sent', async () => {
    let received = 0;
    const port = await serve(onEnd, (socket) => {
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received === chunk.length) {
          socket.pause().write('early\n');
          setTimeout(() => socket.resume(), 50);
        }
        if (chunk.toString('latin1').endsWith('?\n')) socket.write('late\n');
      });
    });
    const reader = new AnswerText();
    const client = await connected(port, { reader });
    const size = 16 * 1024 * 1024;
    await client.exchange(Payload.numbered(1, 1, size));
    expect(reader.text).toBe('early');
    expect(client.bytesOut).toBe(size + 1);
    await client.exchange(Payload.text('?'));
    expect(reader.text).toBe('late');
    expect(received).toBe(size + 1 + 2);
  });

  it('leaves nothing behind when an answer does not come', async () => {
    const before = openHandles();
    const { server, port } = await listenOnLoopback((socket) => {
      socket.resume().on('end', () => socket.end());
    });
    const client = await connected(port, { timeoutMs: 30 });
    await expect(client.exchange(Payload.text('a'))).rejects.toMatchObject({ kind: 'timeout' });
    await client.closed;
    server.close();
    await once(server, 'close');
    await nothingIsLeft(before);
  });
});
