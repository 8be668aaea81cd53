import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { connectToLoopback, listenOnLoopback, readToEnd } from '../helpers/sockets.js';

const onEnd = cleanup();
const MIB = 1024 * 1024;

/** A balancer before one backend of the test's making. */
async function balanced(
  serve: (socket: Socket) => void,
): Promise<{ port: number; lb: ReturnType<typeof startBalance> }> {
  const { server, port } = await listenOnLoopback((socket) => {
    onEnd(() => socket.destroy());
    serve(socket);
  });
  onEnd(() => server.close());
  const lb = startBalance([{ spec: `B1=127.0.0.1:${port}` }], onEnd, '--health-check-interval', '1h');
  return { port: await lb.port(), lb };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('lbsim balance, bytes', () => {
  it('carries 64 MiB of random bytes each way, in order', async () => {
    const [up, down] = [randomBytes(64 * MIB), randomBytes(64 * MIB)];
    const received: Promise<Buffer>[] = [];
    const { port, lb } = await balanced((socket) => {
      const all = readToEnd(socket);
      all.catch(() => undefined);
      received.push(all);
      socket.once('data', () => socket.end(down)); // not for a probe
    });
    const client = await connectToLoopback(port);
    client.end(up);
    expect(sha256(await readToEnd(client))).toBe(sha256(down));
    expect(sha256((await received.at(-1)) ?? Buffer.alloc(0))).toBe(sha256(up));
    expect(await lb.event('connection_close')).toMatchObject({ bytesIn: up.length, bytesOut: down.length });
  });

  it('carries the half-close of a client, and the late answer to it', async () => {
    const answer = randomBytes(8 * MIB);
    const { port, lb } = await balanced((socket) => {
      void readToEnd(socket).then((question) => {
        if (question.length > 0) setImmediate(() => socket.end(answer));
        else socket.end();
      });
    });
    const client = await connectToLoopback(port);
    client.end('question');
    expect(sha256(await readToEnd(client))).toBe(sha256(answer));
    expect(await lb.event('connection_close')).toMatchObject({ end: 'client_closed' });
  });

  it('carries the half-close of a backend, and what the client still has to say', async () => {
    const rest = randomBytes(8 * MIB);
    let all: Promise<Buffer> | undefined;
    const { port, lb } = await balanced((socket) => {
      socket.once('data', () => socket.end('enough'));
      all = readToEnd(socket);
      all.catch(() => undefined);
    });
    const client = await connectToLoopback(port);
    client.write('go');
    expect((await readToEnd(client)).toString()).toBe('enough');
    client.end(rest);
    await lb.event('connection_close');
    expect(sha256((await all) ?? Buffer.alloc(0))).toBe(sha256(Buffer.concat([Buffer.from('go'), rest])));
    expect(lb.all('connection_close')[0]).toMatchObject({ end: 'backend_closed', bytesIn: 2 + rest.length });
  });

  it('stops reading when the client does, and goes on when it goes on', async () => {
    const answer = randomBytes(64 * MIB);
    let sender: Socket | undefined;
    const { port } = await balanced((socket) => {
      socket.once('data', () => {
        sender = socket;
        socket.end(answer);
      });
    });
    const client = await connectToLoopback(port);
    client.write('go');
    await once(client, 'readable'); // the answer has begun; nobody reads it
    const stalled = await standsStill(() => sender?.bytesWritten);
    expect(stalled).toBe(true);
    // What has left the sender is in two pairs of kernel buffers and, for a small part, in the balancer.
    expect(sender?.writableFinished).toBe(false);
    expect(sha256(await readToEnd(client))).toBe(sha256(answer));
  });

  it('makes a reset of the client a reset of the backend', async () => {
    let fail: (error: Error) => void = () => undefined;
    const backendError = new Promise<Error>((resolve) => (fail = resolve));
    const { port, lb } = await balanced((socket) => {
      socket.on('error', (error) => fail(error)).on('data', (chunk: Buffer) => socket.write(chunk));
    });
    const client = await connectToLoopback(port);
    client.write('x');
    await once(client, 'data');
    client.resetAndDestroy();
    expect(await backendError).toMatchObject({ code: 'ECONNRESET' });
    expect(await lb.event('connection_close')).toMatchObject({ end: 'client_reset' });
  });
});

/** Whether a figure has come to rest: the same at ten looks in a row. */
async function standsStill(figure: () => number | undefined): Promise<boolean> {
  let same = 0;
  for (let looks = 0, last: number | undefined; looks < 500 && same < 10; looks++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    same = figure() === last ? same + 1 : 0;
    last = figure();
  }
  return same >= 10;
}
