import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { unsupported } from '../../lib/transport/epoll/self-test.js';
import { cleanup } from '../helpers/cleanup.js';
import { REPORTS_IN_TIME, runs } from '../helpers/effort.js';
import { onlyWhere } from '../helpers/only-where.js';
import { sha256 } from '../helpers/sockets.js';
import { EPOLL_RIG } from './epoll-rig.js';
import { NODE_RIG } from './node-rig.js';
import { pumped, type From } from './pumped.js';
import type { Pumped, Rig } from './rig.js';
import { takeStep, type SocketStep } from './take-step.js';

const closing = cleanup();
const SIDES = ['client', 'backend'] as const;
const POOL = randomBytes(512 * 1024);
/** Rounds of the loop without a change after which nothing more happens: what is in one process takes a few. */
const QUIET = 4;

type Step = (SocketStep | { readonly do: 'reset' }) & { readonly side: From };

/** What one of the two outer sockets has seen. */
class Seen {
  readonly #chunks: Buffer[] = [];
  length = 0;
  ending = 'open';

  constructor(socket: Pumped['client']) {
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.length += chunk.length;
    });
    socket.once('end', () => (this.ending = 'fin'));
    socket.once('error', (error: NodeJS.ErrnoException) => (this.ending = error.code ?? error.message));
  }

  get sha256(): string {
    return sha256(Buffer.concat(this.#chunks));
  }
}

/** What comes of a schedule, each step of which is given the time to have its effect. */
async function outcomeOn(rig: Rig, steps: readonly Step[]): Promise<unknown> {
  const p = await pumped(rig, closing);
  const seen = { client: new Seen(p.client), backend: new Seen(p.backend) };
  const state = (): string =>
    [p.pump.bytesIn, p.pump.bytesOut, seen.client.length, seen.backend.length].join() +
    [seen.client.ending, seen.backend.ending, p.inner.client.destroyed, p.inner.backend.destroyed].join();
  const settle = async (): Promise<void> => {
    let last = '';
    for (let quiet = 0; quiet < QUIET; quiet++) {
      await sleep(1);
      if (state() !== last) quiet = 0;
      last = state();
    }
  };
  for (const step of steps) {
    take(step, p);
    await settle();
  }
  for (const side of SIDES) p[side].resume();
  for (const side of SIDES) {
    if (!p[side].destroyed && !p[side].writableEnded) p[side].end();
    await settle();
  }
  p.pump.checkPeers();
  p.pump.checkPeers();
  await settle();
  const hasReset = steps.some((step) => step.do === 'reset');
  const sides = SIDES.map((side) => {
    const { length, sha256: checksum, ending } = seen[side];
    // How much of what came before a reset has arrived is up to the kernel, and who resets sees nothing any more.
    return hasReset ? { ending: p[side].destroyed ? 'gone' : ending } : { length, checksum, ending };
  });
  return { sides, ends: p.ends, counted: hasReset ? undefined : [p.pump.bytesIn, p.pump.bytesOut] };
}

function take(step: Step, p: Pumped): void {
  const socket = p[step.side];
  if (socket.destroyed) return;
  if (step.do === 'reset') socket.resetAndDestroy();
  else takeStep(step, socket, (size) => socket.write(POOL.subarray(0, size)));
}

const side = fc.constantFrom(...SIDES);
const size = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: POOL.length }));
const send = fc.record({ do: fc.constant('send' as const), side, size });
const other = fc.record({
  do: fc.constantFrom('pause' as const, 'resume' as const, 'finish' as const),
  side,
});
const reset = fc.record({ do: fc.constant('reset' as const), side });

onlyWhere(unsupported() === undefined, 'epoll is of Linux').it(
  'the same schedule has the same outcome on both engines',
  async () => {
    const steps = fc.array(
      fc.oneof(
        { arbitrary: send, weight: 6 },
        { arbitrary: other, weight: 5 },
        { arbitrary: reset, weight: 1 },
      ),
      { minLength: 1, maxLength: 12, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (schedule) => {
        expect(await outcomeOn(EPOLL_RIG, schedule)).toEqual(await outcomeOn(NODE_RIG, schedule));
      }),
      { numRuns: runs(30), ...REPORTS_IN_TIME },
    );
  },
);
