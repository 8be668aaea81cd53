import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { closed, digest, readToEnd, receive, settled, sha256 } from '../helpers/sockets.js';
import { acceptClient, allEnds, direction, held, pumped, pumpTo, type From } from './pumped.js';

jest.setTimeout(60_000);

const MIB = 1024 * 1024;
const closing = cleanup();

describe('bytes', () => {
  it('carries 64 MiB each way at the same time, unchanged', async () => {
    const p = await pumped(closing);
    const [request, reply] = [randomBytes(64 * MIB), randomBytes(64 * MIB)];

    const [atBackend, atClient] = [digest(p.backend), digest(p.client)];
    p.client.end(request);
    p.backend.end(reply);

    expect(await atBackend).toEqual({ length: request.length, checksum: sha256(request) });
    expect(await atClient).toEqual({ length: reply.length, checksum: sha256(reply) });
    expect(p.pump.bytesIn).toBe(request.length);
    expect(p.pump.bytesOut).toBe(reply.length);
    expect(await allEnds(p)).toHaveLength(1);
  });

  it('counts the bytes of each direction', async () => {
    const p = await pumped(closing);

    p.client.write('request');
    await once(p.backend, 'data');
    p.backend.write('a longer reply');
    await once(p.client, 'data');

    expect([p.pump.bytesIn, p.pump.bytesOut]).toEqual([7, 14]);
  });

  it('carries what the client sent before the pump began', async () => {
    const client = await acceptClient(closing);
    const early = randomBytes(MIB);
    client.outer.end(early);
    await settled(() => client.inner.readableLength, 50);

    const p = await pumpTo(client, closing);

    expect((await readToEnd(p.backend)).equals(early)).toBe(true);
  });
});

describe('half-close', () => {
  it('brings the client that has finished a late and large answer in full', async () => {
    const p = await pumped(closing);
    const reply = randomBytes(8 * MIB);

    p.client.end('question');
    expect((await readToEnd(p.backend)).toString()).toBe('question');
    const atClient = readToEnd(p.client);
    p.backend.end(reply);

    expect((await atClient).equals(reply)).toBe(true);
    expect(await allEnds(p)).toEqual(['client_closed']);
  });

  it('brings the backend that has finished all that the client still sends', async () => {
    const p = await pumped(closing);
    const request = randomBytes(8 * MIB);

    p.backend.end('greeting');
    expect((await readToEnd(p.client)).toString()).toBe('greeting');
    const atBackend = readToEnd(p.backend);
    p.client.end(request);

    expect((await atBackend).equals(request)).toBe(true);
    expect(await allEnds(p)).toEqual(['backend_closed']);
  });

  it('closes both sides when both finish at the same time', async () => {
    const p = await pumped(closing);
    const received = Promise.all([readToEnd(p.backend), readToEnd(p.client)]);

    p.client.end('from the client');
    p.backend.end('from the backend');

    expect((await received).map(String)).toEqual(['from the client', 'from the backend']);
    expect(await allEnds(p)).toHaveLength(1);
  });

  it('passes on the FIN of a client that finished before the pump began', async () => {
    const client = await acceptClient(closing);
    client.outer.end();
    await once(client.inner, 'end');

    const p = await pumpTo(client, closing);

    expect(await readToEnd(p.backend)).toHaveLength(0);
    p.backend.end('still answered');
    expect((await readToEnd(p.client)).toString()).toBe('still answered');
    expect(await allEnds(p)).toEqual(['client_closed']);
  });
});

describe('a reader that stops', () => {
  it.each<From>(['client', 'backend'])('stalls the sender, here the %s, until it reads on', async (from) => {
    const p = await pumped(closing);
    const { sender, reader, bytes } = direction(p, from);
    const sent = randomBytes(64 * MIB);
    let most = 0;

    sender.end(sent);
    const stalledAt = await settled(() => {
      most = Math.max(most, held(p));
      return bytes();
    });

    expect(stalledAt).toBeLessThan(sent.length);
    expect(sender.writableLength).toBeGreaterThan(0);
    // One read of at most 1 MiB, beside what Node itself holds.
    expect(most).toBeLessThanOrEqual(1.5 * MIB);
    expect(await digest(reader)).toEqual({ length: sent.length, checksum: sha256(sent) });
  });

  it.each<From>(['client', 'backend'])(
    'does not hold up what goes the other way, to the %s',
    async (from) => {
      const p = await pumped(closing);
      const { sender, reader, bytes } = direction(p, from);
      const sent = randomBytes(64 * MIB);
      sender.end(sent);
      await settled(bytes);

      const received = readToEnd(sender);
      reader.end('how are you?');

      expect((await received).toString()).toBe('how are you?');
      expect(await digest(reader)).toEqual({ length: sent.length, checksum: sha256(sent) });
      expect(await allEnds(p)).toHaveLength(1);
    },
  );
});

describe('a backend that is lost untouched', () => {
  it.each([
    ['finishes', 'backend_closed'],
    ['resets', 'backend_reset'],
  ])('shares its fate with the client when it %s and the client is not taken back', async (how, end) => {
    const asked = jest.fn(() => undefined);
    const p = await pumpTo(await acceptClient(closing), closing, asked);
    const cut = how === 'resets' ? once(p.client, 'error') : undefined;

    if (how === 'resets') p.backend.resetAndDestroy();
    else p.backend.end();

    if (cut !== undefined) expect(await cut).toMatchObject([{ code: 'ECONNRESET' }]);
    else expect(await readToEnd(p.client)).toHaveLength(0);
    p.client.end();
    expect(await allEnds(p)).toEqual([end]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it.each(['finishes', 'resets'])('gives the client back, unharmed, when it %s', async (how) => {
    const client = await acceptClient(closing);
    const early = randomBytes(MIB);
    const listeners = (): number[] =>
      ['data', 'end', 'error', 'close'].map((event) => client.inner.listenerCount(event));
    const before = listeners();
    const takenBack = jest.fn();
    const first = await pumpTo(client, closing, () => takenBack);
    if (how === 'resets') first.backend.resetAndDestroy();
    else first.backend.end();
    await closed(first.inner.backend);
    expect(takenBack).toHaveBeenCalledTimes(1);
    expect(listeners()).toEqual(before);
    client.outer.write(early);
    await settled(() => client.inner.readableLength, 50);

    const second = await pumpTo(client, closing);
    client.outer.end();

    expect((await readToEnd(second.backend)).equals(early)).toBe(true);
    const received = readToEnd(client.outer);
    second.backend.end('welcome');
    expect((await received).toString()).toBe('welcome');
    expect(await allEnds(second)).toEqual(['client_closed']);
    expect(first.ends).toEqual([]);
  });

  it('may be asked for, too, and is given back whatever has passed, once the client has what it is owed', async () => {
    const client = await acceptClient(closing);
    const first = await pumpTo(client, closing);
    const [reply, rest] = [randomBytes(16 * MIB), randomBytes(MIB)];
    first.backend.write(reply);
    await settled(() => first.pump.bytesOut, 50);
    const owed = first.pump.bytesOut;
    expect(held(first)).toBeGreaterThan(0);
    const givenBack = new Promise<void>((resolve) => first.pump.letGo(resolve));
    await closed(first.inner.backend);
    const received = readToEnd(client.outer);
    await givenBack;

    const second = await pumpTo(client, closing);
    second.backend.end(rest);
    client.outer.write('hello again');

    expect((await received).equals(Buffer.concat([reply.subarray(0, owed), rest]))).toBe(true);
    client.outer.end(', goodbye');
    expect((await readToEnd(second.backend)).toString()).toBe('hello again, goodbye');
    expect([first.pump.bytesOut, second.pump.bytesOut]).toEqual([owed, rest.length]);
    expect([first.ends, await allEnds(second)]).toEqual([[], ['backend_closed']]);
  });

  it.each([
    ['finishes', 'client_closed'],
    ['resets', 'client_reset'],
  ])('is not given back when the client %s while it is still owed something', async (how, end) => {
    const client = await acceptClient(closing);
    const p = await pumpTo(client, closing);
    p.backend.write(randomBytes(16 * MIB));
    await settled(() => p.pump.bytesOut, 50);
    const givenBack = jest.fn();
    p.pump.letGo(givenBack);

    if (how === 'resets') client.outer.resetAndDestroy();
    else client.outer.end();
    client.outer.resume();

    expect(await allEnds(p)).toEqual([end]);
    expect(givenBack).not.toHaveBeenCalled();
  });

  it.each(['finishes', 'resets'])(
    'tells once that the backend %s, when the client had finished',
    async (how) => {
      const asked = jest.fn(() => undefined);
      const p = await pumpTo(await acceptClient(closing), closing, asked);
      p.client.end();
      await readToEnd(p.backend);

      if (how === 'resets') p.backend.resetAndDestroy();
      else p.backend.end();

      await allEnds(p);
      expect(p.pump.clientFinished).toBe(true);
      expect(asked).toHaveBeenCalledTimes(1);
    },
  );
});

it('closes both sides when it is destroyed, whatever they are owed', async () => {
  const p = await pumped(closing);
  const { sender, bytes } = direction(p, 'client');
  sender.write(randomBytes(32 * MIB));
  await settled(bytes, 50);

  p.pump.destroy();

  await Promise.all([receive(p.client), receive(p.backend)]);
  expect(await allEnds(p)).toHaveLength(1);
});
