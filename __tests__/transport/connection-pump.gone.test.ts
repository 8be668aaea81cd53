import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cleanup } from '../helpers/cleanup.js';
import { fakeTimeouts, realTimeoutsAfterEach } from '../helpers/fake-timeouts.js';
import { readSlowly, receive, until } from '../helpers/sockets.js';
import { allEnds, direction, fillUp, provoke, pumped, type Direction, type From } from './pumped.js';
import { RIGS } from './rig.js';

const KIB = 1024;
const LINGER_MS = 1000;
const closing = cleanup();

/** Sends more than the reader's side will take, then FIN, and is gone: the rest waits, with the FIN, before the pump. */
async function sendAndLeave(flow: Direction): Promise<Buffer> {
  const sent = Buffer.concat([await fillUp(flow), randomBytes(48 * KIB)]);
  flow.sender.end(sent.subarray(-48 * KIB));
  await once(flow.sender, 'finish');
  flow.sender.destroy();
  return sent;
}

describe.each(RIGS)('on %s', (_engine, rig) => {
  describe('a side that is gone after its FIN', () => {
    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('has its bytes delivered in full to a slow reader, here from the %s', async (from, end) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      const sent = await sendAndLeave(flow);
      await provoke(flow);

      const received = receive(flow.reader);
      readSlowly(flow.reader, 2);

      const { bytes, ending } = await received;
      expect(ending).toBe('fin');
      expect(bytes.length).toBe(sent.length);
      expect(bytes.equals(sent)).toBe(true);
      flow.reader.end();
      expect(await allEnds(p)).toEqual([end]);
    });
  });

  describe('with the time in hand', () => {
    beforeEach(fakeTimeouts);
    realTimeoutsAfterEach();

    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('a reader has any time to read what came before the FIN, here of the %s', async (from, end) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      const sent = await sendAndLeave(flow);
      await provoke(flow);
      await jest.advanceTimersByTimeAsync(60 * LINGER_MS);

      const { bytes, ending } = await receive(flow.reader);

      expect(ending).toBe('fin');
      expect(bytes.equals(sent)).toBe(true);
      flow.reader.end();
      expect(await allEnds(p)).toEqual([end]);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('a backend has any time to read what the pump still holds when it knows of the FIN', async () => {
      const p = await pumped(rig, closing);
      const flow = direction(p, 'client');
      const sent = await fillUp(flow);
      p.client.end();
      await p.inner.client.ended();
      p.client.destroy();
      await provoke(flow);
      await jest.advanceTimersByTimeAsync(60 * LINGER_MS);

      const { bytes, ending } = await receive(p.backend);

      expect(ending).toBe('fin');
      expect(bytes.equals(sent)).toBe(true);
    });

    it.each<[From, string]>([
      ['client', 'client_reset'],
      ['backend', 'backend_reset'],
    ])('a reader that lingers is closed, and keeps what was sent to it by the %s', async (from, end) => {
      const p = await pumped(rig, closing);
      const flow = direction(p, from);
      const sent = randomBytes(256 * KIB);
      flow.sender.end(sent);
      await flow.source.ended();
      flow.sender.destroy();
      await provoke(flow);
      await until(() => jest.getTimerCount() > 0);
      expect(flow.sink.destroyed).toBe(false);

      await jest.advanceTimersByTimeAsync(LINGER_MS);

      expect(await allEnds(p)).toEqual([end]);
      const { bytes, ending } = await receive(flow.reader);
      expect(ending).toBe('fin');
      expect(bytes.equals(sent)).toBe(true);
    });
  });

  describe('what is sent to a side that is gone', () => {
    /** Sends these bytes, and waits until the pump has read them. */
    function sendInVain(to: Direction): Promise<void> {
      return to.sink.reads(8, () => to.reader.write('too late'));
    }

    it('is read and not counted, after its FIN', async () => {
      const p = await pumped(rig, closing);
      const flow = direction(p, 'backend');
      p.backend.end('all there is');
      await receive(p.client);
      p.backend.destroy();
      await provoke(flow);
      const { bytesIn } = p.pump;

      await sendInVain(flow);

      expect(p.pump.bytesIn).toBe(bytesIn);
    });

    it('is read and not counted, while bytes of that side still wait for their reader', async () => {
      const p = await pumped(rig, closing);
      const flow = direction(p, 'backend');
      await sendAndLeave(flow);
      await provoke(flow);
      const { bytesIn } = p.pump;

      await sendInVain(flow);

      expect(p.pump.bytesIn).toBe(bytesIn);
    });
  });
});
