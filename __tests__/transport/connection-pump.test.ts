import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { digest, readToEnd, receive, settled, sha256 } from '../helpers/sockets.js';
import { allEnds, direction, held, pumped, type From } from './pumped.js';
import { RIGS } from './rig.js';

const MIB = 1024 * 1024;
const closing = cleanup();

describe.each(RIGS)('on %s', (_engine, rig) => {
  describe('bytes', () => {
    it('carries 64 MiB each way at the same time, unchanged', async () => {
      const p = await pumped(rig, closing);
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
      const p = await pumped(rig, closing);

      p.client.write('request');
      await once(p.backend, 'data');
      p.backend.write('a longer reply');
      await once(p.client, 'data');

      expect([p.pump.bytesIn, p.pump.bytesOut]).toEqual([7, 14]);
    });

    it('carries what the client sent before the pump began', async () => {
      const client = await rig.acceptClient(closing);
      const early = randomBytes(MIB);
      client.outer.end(early);
      await client.arrived();

      const p = await rig.pumpTo(client, closing);

      expect((await readToEnd(p.backend)).equals(early)).toBe(true);
    });
  });

  describe('half-close', () => {
    it('brings the client that has finished a late and large answer in full', async () => {
      const p = await pumped(rig, closing);
      const reply = randomBytes(8 * MIB);

      p.client.end('question');
      expect((await readToEnd(p.backend)).toString()).toBe('question');
      const atClient = readToEnd(p.client);
      p.backend.end(reply);

      expect((await atClient).equals(reply)).toBe(true);
      expect(await allEnds(p)).toEqual(['client_closed']);
    });

    it('brings the backend that has finished all that the client still sends', async () => {
      const p = await pumped(rig, closing);
      const request = randomBytes(8 * MIB);

      p.backend.end('greeting');
      expect((await readToEnd(p.client)).toString()).toBe('greeting');
      const atBackend = readToEnd(p.backend);
      p.client.end(request);

      expect((await atBackend).equals(request)).toBe(true);
      expect(await allEnds(p)).toEqual(['backend_closed']);
    });

    it('closes both sides when both finish at the same time', async () => {
      const p = await pumped(rig, closing);
      const received = Promise.all([readToEnd(p.backend), readToEnd(p.client)]);

      p.client.end('from the client');
      p.backend.end('from the backend');

      expect((await received).map(String)).toEqual(['from the client', 'from the backend']);
      expect(await allEnds(p)).toHaveLength(1);
    });

    it('passes on the FIN of a client that finished before the pump began', async () => {
      const client = await rig.acceptClient(closing);
      client.outer.end();
      await client.ended();

      const p = await rig.pumpTo(client, closing);

      expect(await readToEnd(p.backend)).toHaveLength(0);
      p.backend.end('still answered');
      expect((await readToEnd(p.client)).toString()).toBe('still answered');
      expect(await allEnds(p)).toEqual(['client_closed']);
    });
  });

  describe('a reader that stops', () => {
    it.each<From>(['client', 'backend'])(
      'stalls the sender, here the %s, until it reads on',
      async (from) => {
        const p = await pumped(rig, closing);
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
      },
    );

    it.each<From>(['client', 'backend'])(
      'does not hold up what goes the other way, to the %s',
      async (from) => {
        const p = await pumped(rig, closing);
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

  it('closes both sides when it is destroyed, whatever they are owed', async () => {
    const p = await pumped(rig, closing);
    const { sender, bytes } = direction(p, 'client');
    sender.write(randomBytes(32 * MIB));
    await settled(bytes, 50);

    p.pump.destroy();

    await Promise.all([receive(p.client), receive(p.backend)]);
    expect(await allEnds(p)).toHaveLength(1);
  });
});
