import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { readSlowly, receive, until } from '../helpers/sockets.js';
import { allEnds, direction, fillUp, pumped, type Direction, type From } from './pumped.js';
import { RIGS, type Pumped } from './rig.js';

const closing = cleanup();
const SIDES: readonly From[] = ['client', 'backend'];
const OTHER: Readonly<Record<From, From>> = { client: 'backend', backend: 'client' };

let checking: NodeJS.Timeout | undefined;
afterEach(() => clearInterval(checking));

/** As its owner does, but more often. */
function checkOften({ pump }: Pumped): void {
  checking = setInterval(() => pump.checkPeers(), 20);
}

/** What has happened before the ending, told from the side that will end it. */
const STATES: readonly (readonly [string, (flow: Direction, back: Direction) => Promise<void>])[] = [
  ['is held back, as the other side does not read', async (flow) => void (await fillUp(flow))],
  [
    'has finished',
    async ({ sender, source, reader }) => {
      reader.resume();
      sender.end('that is all\n');
      await source.ended();
    },
  ],
  [
    'is held back, after the other side has finished',
    async (flow, back) => {
      back.sender.end();
      await once(flow.sender.resume(), 'end');
      await fillUp(flow);
    },
  ],
];

describe.each(RIGS)('on %s', (_engine, rig) => {
  describe('a side that is not being read from', () => {
    const cases = SIDES.flatMap((from) => STATES.map(([state, prepare]) => [from, state, prepare] as const));

    it.each(cases)('is found to have reset: the %s, which %s', async (from, _state, prepare) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      await prepare(flow, direction(p, OTHER[from]));
      checkOften(p);

      flow.sender.resetAndDestroy();

      expect(await allEnds(p)).toEqual([`${from}_reset`]);
    });

    it.each(cases)('is left in peace while it lives: the %s, which %s', async (from, _state, prepare) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      await prepare(flow, direction(p, OTHER[from]));
      checkOften(p);

      await new Promise((resolve) => setTimeout(resolve, 200));

      expect(p.ends).toEqual([]);
      expect([p.inner.client.destroyed, p.inner.backend.destroyed]).toEqual([false, false]);
    });
  });

  describe('a side that is held back', () => {
    it.each(SIDES)('resets its reader, which has not read all: the %s', async (from) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      await fillUp(flow);
      checkOften(p);
      flow.sender.resetAndDestroy();
      await allEnds(p);

      expect((await receive(flow.reader)).ending).toBe('ECONNRESET');
    });

    it.each(SIDES)(
      'has what came before its reset delivered while it is being read, here the %s',
      async (from) => {
        const p = await pumped(rig, closing);
        const flow = direction(p, from);
        const sent = await fillUp(flow);
        const received = receive(flow.reader);
        readSlowly(flow.reader, 1);
        checkOften(p);
        flow.sender.resetAndDestroy();

        const { bytes, ending } = await received;

        expect(ending).not.toBe('fin');
        expect(bytes.equals(sent.subarray(0, bytes.length))).toBe(true);
        expect(await allEnds(p)).toEqual([`${from}_reset`]);
      },
    );

    it.each(SIDES)('has what came before its FIN delivered at any pace, here the %s', async (from) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      const sent = await fillUp(flow);
      checkOften(p);
      flow.sender.end();
      await once(flow.sender, 'finish');
      flow.sender.destroy();
      await new Promise((resolve) => setTimeout(resolve, 200));

      const { bytes, ending } = await receive(flow.reader);

      expect(ending).toBe('fin');
      expect(bytes.equals(sent)).toBe(true);
    });
  });

  describe('a client that is taken back', () => {
    it('and has reset already is recorded as such, once', async () => {
      const p = await pumped(rig, closing);
      await fillUp(direction(p, 'client'));
      p.client.resetAndDestroy();
      checkOften(p);
      await until(() => p.inner.client.destroyed);
      let taken = false;

      p.pump.detachClient(() => (taken = true));

      expect(await allEnds(p)).toEqual(['client_reset']);
      expect(taken).toBe(false);
    });

    it('and resets while it is owed bytes is recorded, and not given to another backend', async () => {
      const p = await pumped(rig, closing);
      await fillUp(direction(p, 'backend'));
      let taken = false;
      p.pump.detachClient(() => (taken = true));

      p.client.resetAndDestroy();

      expect(await allEnds(p)).toHaveLength(1);
      expect(taken).toBe(false);
    });
  });
});
