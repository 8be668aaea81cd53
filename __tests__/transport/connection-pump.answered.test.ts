import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { readToEnd } from '../helpers/sockets.js';
import { allEnds } from './pumped.js';
import { RIGS, type Pumped } from './rig.js';

const closing = cleanup();

describe.each(RIGS)('on %s', (_engine, rig) => {
  /** A client and a backend, joined; and how many bytes the client had been passed at each word of a first answer. */
  async function listening(): Promise<{ p: Pumped; told: number[] }> {
    const told: number[] = [];
    const p: Pumped = await rig.pumpTo(await rig.acceptClient(closing), closing, undefined, () =>
      told.push(p.pump.bytesOut),
    );
    return { p, told };
  }

  describe('the first answer', () => {
    it('is told of before it is passed on, and no later one is', async () => {
      const { p, told } = await listening();

      p.client.write('question');
      await once(p.backend, 'data');
      expect(told).toEqual([]);
      for (const answer of ['one', 'two']) {
        p.backend.write(answer);
        await once(p.client, 'data');
      }

      expect(told).toEqual([0]);
      expect(p.pump.bytesOut).toBe(6);
    });

    it('may come unasked', async () => {
      const { p, told } = await listening();

      p.backend.write('welcome');
      await once(p.client, 'data');

      expect(told).toEqual([0]);
    });

    it('is told of once, whether the client has finished before it or after', async () => {
      for (const early of [true, false]) {
        const { p, told } = await listening();
        const reply = readToEnd(p.client);

        if (early) p.client.end('question');
        else p.client.write('question');
        await once(p.backend, 'data');
        if (early) await once(p.backend, 'end');
        p.backend.write('one,');
        await once(p.client, 'data');
        if (!early) p.client.end();
        if (!early) await once(p.backend, 'end');
        p.backend.end('two');

        expect((await reply).toString()).toBe('one,two');
        expect(told).toEqual([0]);
      }
    });

    it('never comes from a backend that closes without a word', async () => {
      const { p, told } = await listening();

      p.client.end('question');
      p.backend.end();

      expect((await readToEnd(p.client)).length).toBe(0);
      await allEnds(p);
      expect(told).toEqual([]);
    });
  });
});
