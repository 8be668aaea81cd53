import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { acceptLean } from '../../../lib/transport/node/lean-accept.js';
import { cleanup } from '../../helpers/cleanup.js';
import { connectToLoopback, readToEnd } from '../../helpers/sockets.js';

const closing = cleanup();
const HIGH_WATER_MARK = 12_345;

async function listening(): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark: HIGH_WATER_MARK });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing(() => server.close());
  return server;
}

async function accepted(server: Server): Promise<{ inner: Socket; outer: Socket }> {
  const connection = once(server, 'connection') as Promise<[Socket]>;
  const outer = await connectToLoopback((server.address() as AddressInfo).port);
  const [inner] = await connection;
  closing(() => inner.destroy());
  closing(() => outer.destroy());
  return { inner, outer };
}

describe.each([
  ['the lean way', true],
  ["Node's own way", false],
])('a socket accepted %s', (_name, worthwhile) => {
  it('allows half-open, and has the high-water marks and the peer', async () => {
    const server = await listening();
    expect(acceptLean(server, HIGH_WATER_MARK, worthwhile)).toBe(worthwhile);

    const { inner, outer } = await accepted(server);

    expect(inner.allowHalfOpen).toBe(true);
    expect([inner.readableHighWaterMark, inner.writableHighWaterMark]).toEqual([
      HIGH_WATER_MARK,
      HIGH_WATER_MARK,
    ]);
    expect(inner.remotePort).toBe(outer.localPort);
  });

  it('carries bytes both ways, and answers after a half-close', async () => {
    const server = await listening();
    acceptLean(server, HIGH_WATER_MARK, worthwhile);
    const { inner, outer } = await accepted(server);

    outer.end('question');
    expect((await readToEnd(inner)).toString()).toBe('question');
    inner.end('answer');

    expect((await readToEnd(outer)).toString()).toBe('answer');
  });
});

describe('the lean way is not taken', () => {
  it.each([
    ['has no handle', undefined],
    ['does not listen any more', null],
    ['has a handle of another kind', {}],
  ])('when the server %s', (_name, handle) => {
    const server = Object.assign(createServer(), { _handle: handle });

    expect(acceptLean(server, HIGH_WATER_MARK, true)).toBe(false);
  });

  it('by a connection that could not be accepted: that is told as ever', async () => {
    const server = await listening();
    const { _handle: handle } = server as unknown as { _handle: { onconnection: (error: number) => void } };
    acceptLean(server, HIGH_WATER_MARK, true);
    const failed = once(server, 'error');

    handle.onconnection(-24);

    expect(await failed).toEqual([expect.objectContaining({ code: 'EMFILE', syscall: 'accept' })]);
  });
});
