import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanup } from '../helpers/cleanup.js';
import { readToEnd, receive } from '../helpers/sockets.js';
import { allEnds, direction, pumped, type From } from './pumped.js';
import { RIGS, type Pumped } from './rig.js';
import { takeStep } from './take-step.js';
import { runs } from '../helpers/effort.js';

const LARGEST = 300 * 1024;
const closing = cleanup();

type Step =
  | { readonly do: 'send'; readonly side: From; readonly size: number }
  | { readonly do: 'pause' | 'resume' | 'finish'; readonly side: From }
  | { readonly do: 'turn' };

const side = fc.constantFrom<From>('client', 'backend');
const send = fc.record({
  do: fc.constant('send' as const),
  side,
  size: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: LARGEST })),
});
const read = fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), side });
const turn = fc.constant({ do: 'turn' as const });
const finish = fc.record({ do: fc.constant('finish' as const), side });

/** What the outer sockets did: the model of what must arrive. */
class Script {
  readonly #pool = randomBytes(2 * LARGEST);
  readonly #sent: Record<From, Buffer[]> = { client: [], backend: [] };
  readonly #pumped: Pumped;

  constructor(p: Pumped) {
    this.#pumped = p;
  }

  sentBy(from: From): Buffer {
    return Buffer.concat(this.#sent[from]);
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.do === 'turn') await nextTurn();
      else takeStep(step, this.#pumped[step.side], (size) => this.#send(step.side, size));
    }
    this.#pumped.client.resume();
    this.#pumped.backend.resume();
  }

  #send(from: From, size: number): void {
    const at = this.#sent[from].length % LARGEST;
    const chunk = this.#pool.subarray(at, at + size);
    this.#sent[from].push(chunk);
    this.#pumped[from].write(chunk);
  }
}

describe.each(RIGS)('on %s', (_engine, rig) => {
  it('delivers what was sent, to the byte, whatever is sent, held up and finished in which order', async () => {
    const steps = fc.array(
      fc.oneof(
        { arbitrary: send, weight: 6 },
        { arbitrary: read, weight: 3 },
        { arbitrary: turn, weight: 4 },
        { arbitrary: finish, weight: 1 },
      ),
      { maxLength: 60, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const p = await pumped(rig, closing);
        const model = new Script(p);
        const received = Promise.all([readToEnd(p.backend), readToEnd(p.client)]);

        await model.run(script);
        p.client.end();
        p.backend.end();

        const [atBackend, atClient] = await received;
        expect(atBackend.equals(model.sentBy('client'))).toBe(true);
        expect(atClient.equals(model.sentBy('backend'))).toBe(true);
        expect(await allEnds(p)).toHaveLength(1);
        expect(p.ends[0]).toMatch(/^(client|backend)_closed$/);
        expect([p.pump.bytesIn, p.pump.bytesOut]).toEqual([atBackend.length, atClient.length]);
      }),
      { numRuns: runs(50) },
    );
  });

  it('delivers a beginning of what was sent, and then a reset, whenever a side resets', async () => {
    const steps = fc.array(
      fc.oneof(
        { arbitrary: send, weight: 6 },
        { arbitrary: read, weight: 3 },
        { arbitrary: turn, weight: 4 },
      ),
      { maxLength: 40, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(steps, side, async (script, from) => {
        const p = await pumped(rig, closing);
        const model = new Script(p);
        const { sender, reader } = direction(p, from);
        sender.on('data', () => undefined);
        const received = receive(reader);

        await model.run([...script]);
        sender.resetAndDestroy();

        const { bytes, ending } = await received;
        expect(ending).toBe('ECONNRESET');
        expect(bytes.equals(model.sentBy(from).subarray(0, bytes.length))).toBe(true);
        expect(await allEnds(p)).toEqual([`${from}_reset`]);
      }),
      { numRuns: runs(50) },
    );
  });
});
