import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Wire, WIRE_OPTIONS, type ReadResult } from '../../lib/check/wire.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { connectToLoopback, RESET, settled } from '../helpers/sockets.js';

const onEnd = cleanup();
const LONG = 30_000;

/** A wire that was dialled or accepted, and the socket at its other end. */
async function wired(which: 'dialled' | 'accepted'): Promise<{ wire: Wire; peer: Socket }> {
  const server: Server = createServer({ ...WIRE_OPTIONS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onEnd(() => server.close());
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const { port } = server.address() as AddressInfo;
  if (which === 'dialled') {
    const wire = await Wire.dial({ host: '127.0.0.1', port }, LONG);
    const [peer] = await accepted;
    return ready(wire as Wire, peer);
  }
  const peer = await connectToLoopback(port);
  const [socket] = await accepted;
  return ready(new Wire(socket), peer);
}

function ready(wire: Wire, peer: Socket): { wire: Wire; peer: Socket } {
  peer.on('error', () => undefined);
  onEnd(() => peer.destroy());
  onEnd(() => wire.close());
  return { wire, peer };
}

/** All bytes, and what comes after them. */
async function readAll(wire: Wire): Promise<{ length: number; then: ReadResult['what'] }> {
  for (let length = 0; ;) {
    const next = await wire.read(LONG);
    if (next.what !== 'bytes') return { length, then: next.what };
    length += next.bytes.length;
  }
}

describe.each(['dialled', 'accepted'] as const)('a wire that was %s', (which) => {
  it('hears bytes, and then FIN', async () => {
    const { wire, peer } = await wired(which);

    peer.end(Buffer.alloc(20_000));

    expect(await readAll(wire)).toEqual({ length: 20_000, then: 'fin' });
    expect(await wire.read(LONG)).toEqual({ what: 'fin' });
  });

  it('hears a reset that comes along with bytes as a reset', async () => {
    const { wire, peer } = await wired(which);

    peer.write(Buffer.alloc(20_000));
    peer.resetAndDestroy();

    expect(await readAll(wire)).toEqual({ length: 20_000, then: 'reset' });
  });

  it('hears such a reset as a reset also after its own FIN', async () => {
    const { wire, peer } = await wired(which);
    expect(await wire.finish()).toBe(true);

    peer.write(Buffer.alloc(20_000));
    peer.resetAndDestroy();

    expect(await readAll(wire)).toEqual({ length: 20_000, then: 'reset' });
  });

  it('hears silence, and later what comes then', async () => {
    const { wire, peer } = await wired(which);

    expect(await wire.read(20)).toEqual({ what: 'silence' });
    peer.write('x');

    expect(await wire.read(LONG)).toEqual({ what: 'bytes', bytes: Buffer.from('x') });
  });

  it('does not count the time in which the process stood still', async () => {
    const { wire, peer } = await wired(which);
    const next = wire.read(200);
    setTimeout(() => setTimeout(() => peer.write('x'), 20), 1);

    for (const until = performance.now() + 400; performance.now() < until;);

    expect(await next).toEqual({ what: 'bytes', bytes: Buffer.from('x') });
  });

  it('hears first what was held back', async () => {
    const { wire, peer } = await wired(which);
    peer.write('late');
    wire.holdBack(Buffer.from('early'));

    expect(await wire.read(LONG)).toEqual({ what: 'bytes', bytes: Buffer.from('early') });
    expect(await wire.read(LONG)).toEqual({ what: 'bytes', bytes: Buffer.from('late') });
  });

  it('does not read what is not next', async () => {
    const { wire, peer } = await wired(which);
    const size = 32 * 1024 * 1024;

    peer.end(Buffer.alloc(size));
    await settled(() => peer.writableLength);

    expect(peer.writableFinished).toBe(false);
    expect(await readAll(wire)).toEqual({ length: size, then: 'fin' });
  });

  it('sends bytes, FIN and RST, and knows what was taken', async () => {
    const { wire, peer } = await wired(which);
    const ended = once(peer.resume(), 'end');

    expect([await wire.write('über'), await wire.write(Buffer.alloc(10))]).toEqual([true, true]);
    expect(wire.sent).toBe(15);
    expect(await wire.finish()).toBe(true);
    await ended;
    expect(peer.bytesRead).toBe(15);
    const reset = once(peer, 'error');
    wire.reset();
    peer.write('x');

    const [error] = (await reset) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(RESET);
  });

  it('says no more once it is closed', async () => {
    const { wire } = await wired(which);

    wire.close();

    expect([await wire.write('x'), await wire.finish(), wire.sent]).toEqual([false, false, 0]);
    expect(await wire.read(LONG)).toEqual({ what: 'lost' });
  });
});

describe('dialling a wire', () => {
  it('says why it did not work', async () => {
    expect(await Wire.dial({ host: '127.0.0.1', port: await quietPort() }, LONG)).toBe('connection_refused');
  });

  it('knows its own address', async () => {
    const { wire, peer } = await wired('dialled');

    expect(wire.localAddress).toEqual({ host: peer.remoteAddress, port: peer.remotePort });
  });
});
