import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Direction, Faults } from '../../lib/server/faults/faults.js';
import { cleanup } from '../helpers/cleanup.js';
import { answerOrError, readToEnd, receive, RESET, settled } from '../helpers/sockets.js';
import { Forwarding } from './forwarding.js';

const onEnd = cleanup();

/** The end that sends bytes of a direction, and the one that they go to. */
interface Way {
  readonly forwarding: Forwarding;
  readonly from: Socket;
  readonly to: Socket;
}

/** A forwarded connection with faults of one direction. */
async function way(direction: Direction, faults: Partial<Faults>): Promise<Way> {
  const forwarding = await Forwarding.start(onEnd, { ...faults, direction });
  const { client, target } = await forwarding.pair();
  const [from, to] = direction === 'upstream' ? [client, target] : [target, client];
  return { forwarding, from, to };
}

async function msUntilRead(from: Socket, to: Socket, bytes: number): Promise<number> {
  const started = performance.now();
  from.write(Buffer.alloc(bytes, 'x'));
  let read = 0;
  while (read < bytes) {
    const [chunk] = (await once(to, 'data')) as [Buffer];
    read += chunk.length;
  }
  return performance.now() - started;
}

const DIRECTIONS = [['downstream'], ['upstream']] as const;

describe.each(DIRECTIONS)('a server that forwards, with faults %s,', (direction) => {
  it('holds bytes back that go this way, and none of the others', async () => {
    const { forwarding, from, to } = await way(direction, { latencyMs: 300 });

    await msUntilRead(to, from, 1);
    expect(forwarding.faults).toEqual([]);

    expect(await msUntilRead(from, to, 1)).toBeGreaterThan(299);
    expect(forwarding.faults).toEqual(['latency']);
  });

  it('limits how many bytes a second go this way', async () => {
    const { forwarding, from, to } = await way(direction, { bandwidth: 64 * 1024 });

    await msUntilRead(to, from, 32 * 1024);
    expect(forwarding.faults).toEqual([]);

    expect(await msUntilRead(from, to, 32 * 1024)).toBeGreaterThan(450);
    expect(forwarding.faults).toEqual(['bandwidth']);
  });

  it('delivers what it holds back before a FIN and before a reset', async () => {
    for (const ending of ['fin', 'reset'] as const) {
      const { from, to } = await way(direction, { latencyMs: 300 });
      const received = receive(to);
      if (ending === 'fin') {
        to.end(); // both have finished then, with bytes still here
        await once(from.resume(), 'end');
        from.end('x');
      } else {
        from.write('x', () => setTimeout(() => from.resetAndDestroy(), 50));
      }
      expect((await received).bytes.toString()).toBe('x');
    }
  });

  it('resets both ends after so many bytes', async () => {
    const { forwarding, from, to } = await way(direction, { resetAfter: 4 });
    const [atEnd, atStart] = [receive(to), receive(from)];

    from.write('12345678');

    expect((await atEnd).bytes.toString()).toBe('1234');
    expect((await atEnd).ending).toMatch(RESET);
    expect((await atStart).ending).toMatch(RESET);
    expect(forwarding.faults).toEqual(['reset-after']);
  });

  it('sends FIN after so many bytes, and still carries what comes back', async () => {
    const { forwarding, from, to } = await way(direction, { closeAfter: 4 });

    from.write('12345678');
    expect((await readToEnd(to)).toString()).toBe('1234');
    to.end('back');

    expect((await readToEnd(from)).toString()).toBe('back');
    expect(forwarding.faults).toEqual(['close-after']);
  });

  it('lets nothing through while it hangs, not even FIN, until it is healed', async () => {
    const { forwarding, from, to } = await way(direction, { hang: true });
    const received = readToEnd(to);
    from.end('x');
    expect(await settled(() => to.bytesRead)).toBe(0);

    forwarding.server.heal();

    expect((await received).toString()).toBe('x');
    expect(forwarding.faults).toEqual(['hang']);
  });
});

describe('a server that forwards, with faults of whole connections,', () => {
  const answer = (socket: Socket): unknown => socket.end('answer');

  it.each([
    ['refuse-ratio', { refuseRatio: 1 }],
    ['fail-first', { failFirst: 1 }],
  ])('resets a client as it is accepted, and dials nothing for it: %s', async (kind, faults) => {
    const forwarding = await Forwarding.start(onEnd, { ...faults, direction: 'upstream' }, answer);

    expect(await answerOrError(forwarding.port)).toMatch(RESET);
    expect(forwarding.accepted).toEqual([]);
    expect(forwarding.faults).toEqual([kind]);

    forwarding.server.heal();
    expect(await answerOrError(forwarding.port)).toBe('answer');
  });

  it('dials nothing while it is frozen, and forwards those that waited when it no longer is', async () => {
    const forwarding = await Forwarding.start(onEnd, { freeze: true }, answer);
    const waiting = answerOrError(forwarding.port);
    await once(forwarding.server, 'fault');
    expect(forwarding.accepted).toEqual([]);

    forwarding.server.setFaults({ freeze: false });

    expect(await waiting).toBe('answer');
  });

  it('closes a client at its first byte, and dials nothing for it: probe-only', async () => {
    const forwarding = await Forwarding.start(onEnd, { probeOnly: true }, answer);

    expect(await answerOrError(forwarding.port)).toBe('fin');
    expect(forwarding.accepted).toEqual([]);
  });
});
