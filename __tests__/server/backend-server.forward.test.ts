import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { BackendServer } from '../../lib/server/backend-server.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import {
  answerOrError,
  closed,
  connectToLoopback,
  listenOnLoopback,
  readToEnd,
  receive,
  RESET,
  settled,
  until,
} from '../helpers/sockets.js';
import { Forwarding } from './forwarding.js';
import { added, openResources } from './serving.js';

const onEnd = cleanup();

/** Sends back what it gets, FIN included. */
const echo = (socket: Socket): unknown => socket.pipe(socket);

describe('a server that forwards', () => {
  it('carries bytes both ways, unchanged and in order', async () => {
    const { client, target } = await (await Forwarding.start(onEnd)).pair();
    const [sent, answered] = [randomBytes(3_000_000), randomBytes(3_000_000)];
    const [received, answer] = [readToEnd(target), readToEnd(client)];

    client.end(sent);
    target.end(answered);

    expect((await received).equals(sent)).toBe(true);
    expect((await answer).equals(answered)).toBe(true);
    await closed(client);
  });

  it("passes a client's FIN on, and the answer to it", async () => {
    const { client, target } = await (await Forwarding.start(onEnd)).pair();
    client.end('question');
    expect((await readToEnd(target)).toString()).toBe('question');

    target.end('answer');

    expect((await readToEnd(client)).toString()).toBe('answer');
  });

  it("passes the service's FIN on, and what the client sends after it", async () => {
    const { client, target } = await (await Forwarding.start(onEnd)).pair();
    target.end('greeting');
    expect((await readToEnd(client)).toString()).toBe('greeting');

    client.end('late');

    expect((await readToEnd(target)).toString()).toBe('late');
  });

  it('passes resets on, both ways', async () => {
    const forwarding = await Forwarding.start(onEnd);
    const [first, second] = [await forwarding.pair(), await forwarding.pair()];
    const [atTarget, atClient] = [receive(first.target), receive(second.client)];

    first.client.resetAndDestroy();
    second.target.resetAndDestroy();

    expect((await atTarget).ending).toMatch(RESET);
    expect((await atClient).ending).toMatch(RESET);
  });

  it('does not read from a client faster than the service does', async () => {
    const { client, target } = await (await Forwarding.start(onEnd)).pair();
    target.pause();
    const sent = randomBytes(32 * 1024 * 1024);
    client.end(sent);
    expect(await settled(() => client.bytesWritten - client.writableLength)).toBeLessThan(sent.length);

    const received = readToEnd(target);
    target.resume();
    expect((await received).equals(sent)).toBe(true);
  });

  it('counts a client that only listens to a service which speaks first as one, and a probe as none', async () => {
    const { server, port } = await Forwarding.start(onEnd, {}, (socket) => socket.end('hello'));
    const client = await connectToLoopback(port);
    const ended = once(server, 'connection_close');
    expect((await readToEnd(client)).toString()).toBe('hello');
    client.end();

    expect(await ended).toMatchObject([{ bytesIn: 0, bytesOut: 5, probe: false }]);
    expect(server.stats).toMatchObject({ served: 1, probes: 0 });
  });

  it('resets the client when the service cannot be reached, says so, and goes on', async () => {
    const port = await quietPort();
    const to = { host: '127.0.0.1', port };
    const server = new BackendServer({ port: 0, mode: 'forward', to });
    onEnd(() => server.close(0));
    const own = await server.listen();
    const told: unknown[] = [];
    server.on('target_unreachable', (event) => told.push(event));

    expect(await answerOrError(own.port)).toMatch(RESET);
    const client = expect.stringMatching(/^127\.0\.0\.1:\d+$/) as unknown;
    expect(told).toEqual([{ client, to: `127.0.0.1:${port}`, reason: 'connection_refused' }]);

    const service = createServer((socket) => socket.end('here again')).listen(port, '127.0.0.1');
    onEnd(() => service.close());
    await once(service, 'listening');
    expect(await answerOrError(own.port)).toBe('here again');
  });

  it('closes its connection to the service when the client leaves while it is dialled', async () => {
    const forwarding = await Forwarding.start(onEnd, {}, echo);
    const client = await forwarding.client();
    client.resetAndDestroy();
    await once(forwarding.server, 'connection_close');

    expect(await settled(() => forwarding.accepted.filter(({ closed: gone }) => !gone).length)).toBe(0);
  });

  it.each(['127.0.0.1', 'localhost', '0.0.0.0'])('does not forward to itself, at %s', async (host) => {
    const port = await quietPort();
    const server = new BackendServer({ port, mode: 'forward', to: { host, port } });

    await expect(server.listen()).rejects.toMatchObject({
      code: 'ERR_OPTION_INVALID',
      message: `to ${host}:${port} is this server itself, which listens on 127.0.0.1:${port}: give the address of a service, or listen on another port`,
    });

    expect(await answerOrError(port)).toBe('ECONNREFUSED');
  });

  it('refuses a direction at run time only where nothing is forwarded', async () => {
    const { server } = await Forwarding.start(onEnd);
    server.setFaults({ direction: 'both' });
    expect(server.stats.faults).toEqual({ direction: 'both' });
    server.heal();
    expect(server.faults.direction).toBe('downstream');
    const other = new BackendServer({ mode: 'echo' });
    expect(() => other.setFaults({ direction: 'both' })).toThrow(
      'direction both with mode echo does nothing',
    );
  });
});

describe('a server that forwards and stops', () => {
  it('lets connections finish on which bytes pass, and closes those on which none do', async () => {
    const forwarding = await Forwarding.start(onEnd);
    const [busy, idle] = [await forwarding.pair(), await forwarding.pair()];
    const received = readToEnd(busy.target);
    let sent = 0;
    const timer = setInterval(() => {
      sent++;
      busy.client.write('x');
    }, 10);
    onEnd(() => clearInterval(timer));
    const stopped = forwarding.server.close(500);

    expect(await readToEnd(idle.client)).toHaveLength(0);
    clearInterval(timer);
    busy.client.end();
    busy.target.end('done');

    expect(await received).toHaveLength(sent);
    expect((await readToEnd(busy.client)).toString()).toBe('done');
    await stopped;
  });

  it('leaves nothing open', async () => {
    const service = await listenOnLoopback(echo);
    const to = { host: '127.0.0.1', port: service.port };
    const before = openResources();
    const forward = new BackendServer({ port: 0, mode: 'forward', to, faults: { latencyMs: 10_000 } });
    const { port } = await forward.listen();
    const clients = await Promise.all(Array.from({ length: 5 }, async () => connectToLoopback(port)));
    for (const client of clients) client.write('x');
    clients[0]?.resetAndDestroy();
    clients[1]?.end();

    await forward.close(0);

    for (const client of clients) client.destroy();
    await until(() => added(before, openResources()).length === 0);
    service.server.close();
  });

  it('closes both ends at once when it is given no time', async () => {
    const forwarding = await Forwarding.start(onEnd);
    const { client, target } = await forwarding.pair();
    const ends = [readToEnd(client), readToEnd(target)];

    await forwarding.server.close(0);

    await Promise.all(ends);
  });
});

describe('a server that forwards and misbehaves', () => {
  it('answers an echo of 600 kB whole with each of the faults that only slow it down, both ways', async () => {
    const forwarding = await Forwarding.start(onEnd, { direction: 'both' }, echo);
    const sent = randomBytes(600_000);
    for (const faults of [
      { latencyMs: 20, jitterMs: 20 },
      { latencyMs: 0, jitterMs: 0, bandwidth: 4_000_000 },
    ]) {
      forwarding.server.setFaults(faults);
      const client = await forwarding.client();
      const answer = readToEnd(client);
      client.end(sent);
      expect((await answer).equals(sent)).toBe(true);
    }
    expect(forwarding.faults.toSorted()).toEqual(['bandwidth', 'latency']);
  });
});
