import { once } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Payload } from '../../../lib/client/payload.js';
import {
  ReconnectingClient,
  type ReconnectingClientEvents,
} from '../../../lib/client/interactive/reconnecting-client.js';
import { TargetList } from '../../../lib/client/targets/target-list.js';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import { namedServer, nothingIsLeft, openHandles, scriptedServer } from '../helpers.js';

const onEnd = cleanup();
afterEach(() => void jest.useRealTimers());

type Disconnected = ReconnectingClientEvents['disconnected'][0];

function createClient(port: number): ReconnectingClient {
  const client = new ReconnectingClient(new TargetList([{ host: '127.0.0.1', port }]), {
    connectTimeoutMs: 60_000,
    timeoutMs: 60_000,
  });
  onEnd(() => client.close());
  return client;
}

async function disconnection(client: ReconnectingClient): Promise<Disconnected> {
  const [event] = (await once(client, 'disconnected')) as [Disconnected];
  return event;
}

/** Lets the waits of the back-off, and no real ones, pass at once. */
function skipWaits(): (ms: number) => void {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  return (ms) => {
    jest.advanceTimersByTime(ms);
  };
}

describe('a reconnecting client', () => {
  it('connects and has its lines answered', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const client = createClient(port);
    let text = '';
    client.on('bytes', (bytes) => (text += Buffer.from(bytes).toString()));
    client.open();
    expect(client.state).toBe('connecting');
    await once(client, 'connected');
    expect(client.state).toBe('connected');
    await client.exchange(Payload.text('a'));
    expect([text, client.backend]).toEqual(['[B1] a\n', 'B1']);
  });

  it('tries again after 250 ms, then twice as long each time, up to 5 s', async () => {
    const wait = skipWaits();
    const client = createClient(await quietPort());
    const waits: number[] = [];
    client.open();
    for (let attempt = 1; attempt <= 8; attempt++) {
      const { failure, stood, retryMs } = await disconnection(client);
      expect([failure.kind, stood, client.state]).toEqual(['connection_refused', false, 'waiting']);
      waits.push(retryMs);
      wait(retryMs - 1);
      expect(client.state).toBe('waiting');
      wait(1);
      expect(client.state).toBe('connecting');
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  it('makes a lost connection anew', async () => {
    const { port, sockets } = await namedServer(onEnd, 'B1');
    const client = createClient(port);
    client.open();
    await once(client, 'connected');
    sockets[0]?.resetAndDestroy();
    const { failure, stood, retryMs } = await disconnection(client);
    expect([failure.kind, stood, retryMs]).toEqual(['reset', true, 250]);
    await once(client, 'connected');
    expect(await client.exchange(Payload.text('again'))).toBeGreaterThan(0);
    expect(sockets).toHaveLength(2);
  });

  it('waits longer for a peer that accepts and says nothing, and no longer once it has answered', async () => {
    const wait = skipWaits();
    const { port } = await scriptedServer(
      onEnd,
      (line, { socket }) => socket.end(`${line}\n`),
      (socket, connection) => {
        if (connection <= 3) socket.end();
      },
    );
    const client = createClient(port);
    const waits: number[] = [];
    client.on('disconnected', ({ retryMs }) => waits.push(retryMs));
    client.open();
    for (let connection = 1; connection <= 3; connection++) {
      await once(client, 'disconnected');
      wait(5000);
    }
    await once(client, 'connected');
    await client.exchange(Payload.text('a'));
    await disconnection(client);
    expect(waits).toEqual([250, 500, 1000, 250]);
  });

  it('fails what is under way when it is told to reconnect, and connects at once', async () => {
    const { port, sockets } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      if (connection === 2) socket.write(`${line}\n`);
    });
    const client = createClient(port);
    client.open();
    await once(client, 'connected');
    const unanswered = client.exchange(Payload.text('a'));
    const failed = expect(unanswered).rejects.toMatchObject({ kind: 'stopped' });
    const connected = once(client, 'connected');
    await client.reconnect();
    await Promise.all([failed, connected]);
    await client.exchange(Payload.text('b'));
    expect(sockets).toHaveLength(2);
  });

  it('does not wait any longer when it is told to reconnect', async () => {
    skipWaits(); // and let none of them pass
    const client = createClient(await quietPort());
    client.open();
    await disconnection(client);
    const next = disconnection(client);
    await client.reconnect();
    expect((await next).retryMs).toBe(250);
  });

  it('waits for nothing when it is closed', async () => {
    skipWaits();
    const client = createClient(await quietPort());
    client.open();
    await disconnection(client);
    expect(jest.getTimerCount()).toBe(1);
    await client.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each(['connecting', 'connected', 'waiting'])('closes for good while it is %s', async (state) => {
    const server = await namedServer(onEnd, 'B1');
    const client = createClient(state === 'waiting' ? await quietPort() : server.port);
    const events = jest.fn();
    const before = openHandles(); // so far nobody has connected
    client.open();
    if (state === 'connected') await once(client, 'connected');
    if (state === 'waiting') await once(client, 'disconnected');
    expect(client.state).toBe(state);
    client.on('connected', events).on('disconnected', events);
    await client.close();
    await new Promise((later) => setTimeout(later, 20));
    expect(events).not.toHaveBeenCalled();
    await nothingIsLeft(before);
  });
});
