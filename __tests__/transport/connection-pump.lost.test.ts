import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { readToEnd } from '../helpers/sockets.js';
import { allEnds, held, stalled } from './pumped.js';
import { RIGS } from './rig.js';

const MIB = 1024 * 1024;
const closing = cleanup();

describe.each(RIGS)('on %s', (_engine, rig) => {
  describe('a backend that is lost', () => {
    it.each([
      ['finishes', 'backend_closed'],
      ['resets', 'backend_reset'],
    ])('shares its fate with the client when it %s and the client is not taken back', async (how, end) => {
      const asked = jest.fn(() => undefined);
      const p = await rig.pumpTo(await rig.acceptClient(closing), closing, asked);
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
      const client = await rig.acceptClient(closing);
      const early = randomBytes(MIB);
      const before = client.leftovers();
      const takenBack = jest.fn();
      const first = await rig.pumpTo(client, closing, () => takenBack);
      if (how === 'resets') first.backend.resetAndDestroy();
      else first.backend.end();
      await first.inner.backend.closed();
      expect(takenBack).toHaveBeenCalledTimes(1);
      expect(client.leftovers()).toEqual(before);
      client.outer.write(early);
      await client.arrived();

      const second = await rig.pumpTo(client, closing);
      client.outer.end();

      expect((await readToEnd(second.backend)).equals(early)).toBe(true);
      const received = readToEnd(client.outer);
      second.backend.end('welcome');
      expect((await received).toString()).toBe('welcome');
      expect(await allEnds(second)).toEqual(['client_closed']);
      expect(first.ends).toEqual([]);
    });

    it('may be asked for, too, and is given back whatever has passed, once the client has what it is owed', async () => {
      const client = await rig.acceptClient(closing);
      const first = await rig.pumpTo(client, closing);
      const [reply, rest] = [randomBytes(16 * MIB), randomBytes(MIB)];
      first.backend.write(reply);
      await stalled(first);
      const owed = first.pump.bytesOut;
      expect(held(first)).toBeGreaterThan(0);
      const givenBack = new Promise<void>((resolve) => first.pump.detachClient(resolve));
      await first.inner.backend.closed();
      const received = readToEnd(client.outer);
      await givenBack;

      const second = await rig.pumpTo(client, closing);
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
      const client = await rig.acceptClient(closing);
      const p = await rig.pumpTo(client, closing);
      p.backend.write(randomBytes(16 * MIB));
      await stalled(p);
      const givenBack = jest.fn();
      p.pump.detachClient(givenBack);

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
        const p = await rig.pumpTo(await rig.acceptClient(closing), closing, asked);
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
});
