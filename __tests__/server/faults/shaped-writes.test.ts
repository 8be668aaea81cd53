import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { FaultInjector } from '../../../lib/server/faults/fault-injector.js';
import type { FaultKind, Faults } from '../../../lib/server/faults/faults.js';
import { ShapedWrites } from '../../../lib/server/faults/shaped-writes.js';
import { cleanup } from '../../helpers/cleanup.js';
import { readToEnd, receive, settled } from '../../helpers/sockets.js';
import { serveOne } from '../serving.js';

const closeLater = cleanup();
const KIB = 1024;

interface Shaped {
  readonly client: Socket;
  /** Writes here are shaped. */
  readonly served: Socket;
  readonly struck: FaultKind[];
  readonly change: (faults: Partial<Faults>) => void;
}

async function shaped(faults: Partial<Faults>): Promise<Shaped> {
  const injector = new FaultInjector(faults, 1);
  const struck: FaultKind[] = [];
  let writes: ShapedWrites | undefined;
  const { client, served } = await serveOne((socket) => {
    writes = new ShapedWrites(socket, injector.downstream, (kind) => {
      if (!struck.includes(kind)) struck.push(kind);
    });
    return () => undefined;
  }, closeLater);
  const change = (changes: Partial<Faults>): void => {
    injector.set(changes);
    writes?.faultsChanged();
  };
  return { client, served, struck, change };
}

describe('what a backend sends', () => {
  it.each<[string, Partial<Faults>]>([
    ['nothing is wrong', {}],
    ['it is slow', { latencyMs: 20, jitterMs: 20 }],
    ['the line is thin', { bandwidth: 8 * KIB * KIB }],
    ['both', { latencyMs: 5, bandwidth: 8 * KIB * KIB }],
  ])('arrives whole and in order, and then FIN, when %s', async (_name, faults) => {
    const { client, served } = await shaped(faults);
    const sent = randomBytes(600 * KIB);

    for (let from = 0; from < sent.length; from += 50 * KIB)
      served.write(sent.subarray(from, from + 50 * KIB));
    served.end('the end');

    const received = await readToEnd(client);
    expect(received.equals(Buffer.concat([sent, Buffer.from('the end')]))).toBe(true);
  });

  it('is held back as a whole, not one answer after the other', async () => {
    const { client, served } = await shaped({ latencyMs: 200 });
    const received = readToEnd(client);
    const started = performance.now();

    for (let n = 0; n < 50; n++) served.write(`${n % 10}`);
    served.end();

    expect((await received).toString()).toBe('0123456789'.repeat(5));
    expect(performance.now() - started).toBeGreaterThan(199);
    expect(performance.now() - started).toBeLessThan(50 * 200);
  });

  it('is written in texts of any encoding', async () => {
    const { client, served } = await shaped({ latencyMs: 1 });
    served.write('é', 'latin1');
    served.end('é', 'utf8');
    expect(await readToEnd(client)).toEqual(Buffer.from([0xe9, 0xc3, 0xa9]));
  });

  it('stays here while it hangs, not without bound, and goes out when it no longer does', async () => {
    const { client, served, struck, change } = await shaped({ hang: true });
    const block = Buffer.alloc(64 * KIB, 'x');
    let taken = 0;
    for (let n = 0; n < 32; n++) served.write(block, () => taken++);
    served.end();

    expect(await settled(() => taken)).toBeLessThan(8);
    expect(client.bytesRead).toBe(0);
    change({ hang: false });

    expect(await readToEnd(client)).toHaveLength(32 * block.length);
    expect(struck).toEqual(['hang']);
  });

  it('may be a great many small answers', async () => {
    const { client, served, change } = await shaped({ hang: true });
    for (let n = 0; n < 20_000; n++) served.write('x');
    served.end();
    await settled(() => served.writableLength);

    change({ hang: false });

    expect(await readToEnd(client)).toHaveLength(20_000);
  });

  it('is counted from the start of the connection, whenever a limit comes', async () => {
    const { client, served, struck, change } = await shaped({});
    const received = receive(client);
    await new Promise((resolve) => served.write('12345', resolve));
    change({ closeAfter: 7 });

    served.write('678');
    served.end('90');

    expect({ ...(await received), bytes: (await received).bytes.toString() }).toEqual({
      bytes: '1234567',
      ending: 'fin',
    });
    expect(struck).toEqual(['close-after']);
  });

  it('is nothing at all after a limit of nothing', async () => {
    const { client, served, struck } = await shaped({ resetAfter: 0 });
    const received = receive(client);

    served.write('x');

    expect(await received).toEqual({ bytes: Buffer.alloc(0), ending: 'ECONNRESET' });
    expect(struck).toEqual(['reset-after']);
  });
});
