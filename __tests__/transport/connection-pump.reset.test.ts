import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { receive, settled } from '../helpers/sockets.js';
import { allEnds, direction, fillUp, provoke, pumped, type From } from './pumped.js';
import { RIGS } from './rig.js';

const KIB = 1024;
const closing = cleanup();

describe.each(RIGS)('on %s', (_engine, rig) => {
  describe('a reset', () => {
    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('of the %s reaches the other side as a reset', async (from, end) => {
      const p = await pumped(rig, closing);
      const { sender, reader } = direction(p, from);
      const received = receive(reader);

      sender.resetAndDestroy();

      expect(await received).toEqual({ bytes: Buffer.alloc(0), ending: 'ECONNRESET' });
      expect(await allEnds(p)).toEqual([end]);
    });

    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('of the %s comes after the bytes that were sent just before it', async (from, end) => {
      const p = await pumped(rig, closing);
      const { sender, reader } = direction(p, from);
      const sent = randomBytes(32 * KIB);
      const received = receive(reader);

      sender.write(sent);
      sender.resetAndDestroy();

      const { bytes, ending } = await received;
      expect(bytes.equals(sent)).toBe(true);
      expect(ending).toBe('ECONNRESET');
      expect(await allEnds(p)).toEqual([end]);
    });

    it('of a backend is told from its FIN, also when the client has finished long before', async () => {
      const chunks: Buffer[] = [];
      const client = await rig.acceptClient(closing, {
        onread: {
          buffer: Buffer.alloc(64 * KIB),
          // One read at a turn of the event loop: Node would take a reset that comes along with bytes for FIN.
          callback: (length, buffer) => {
            chunks.push(Buffer.from(buffer.subarray(0, length)));
            setImmediate(() => client.outer.resume());
            return false;
          },
        },
      });
      const p = await rig.pumpTo(client, closing);
      const cut = once(p.client, 'error');
      p.client.end('question');
      await receive(p.backend);

      p.backend.write('half an ans');
      p.backend.resetAndDestroy();

      expect(await cut).toMatchObject([{ code: 'ECONNRESET' }]);
      expect(Buffer.concat(chunks).toString()).toBe('half an ans');
      expect(await allEnds(p)).toEqual(['backend_reset']);
    });

    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('of the %s is told from its FIN, also while it is being written to', async (from, end) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      await fillUp(direction(p, from === 'client' ? 'backend' : 'client'));
      const received = receive(flow.reader);

      flow.sender.write('half a quest');
      flow.sender.resetAndDestroy();

      const { bytes, ending } = await received;
      expect(bytes.toString()).toBe('half a quest');
      expect(ending).toBe('ECONNRESET');
      expect(await allEnds(p)).toEqual([end]);
    });

    it('of a client that stopped reading an echo frees both sides', async () => {
      const p = await pumped(rig, closing);
      p.backend.pipe(p.backend);
      p.client.write(Buffer.alloc(64 * KIB * KIB));
      await settled(() => p.pump.bytesIn + p.pump.bytesOut);

      p.client.resetAndDestroy();

      expect(await allEnds(p)).toEqual(['client_reset']);
    });

    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('of the %s that only a failed write was told of is not passed on as FIN', async (from, end) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      const sent = await fillUp(flow);
      flow.sender.write(randomBytes(200 * KIB));
      flow.sender.resetAndDestroy();
      await provoke(flow);

      const { bytes, ending } = await receive(flow.reader);

      expect(ending).toBe('ECONNRESET');
      const common = Math.min(bytes.length, sent.length);
      expect(common).toBeGreaterThan(0);
      expect(bytes.subarray(0, common).equals(sent.subarray(0, common))).toBe(true);
      expect(await allEnds(p)).toEqual([end]);
    });
  });
});
