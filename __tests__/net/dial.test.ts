import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { AdaptiveReads } from '../../lib/net/adaptive-reads.js';
import type { Address } from '../../lib/net/address.js';
import { dial, type DialOptions, type DialOutcome } from '../../lib/net/dial.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { closed, listenOnLoopback, readToEnd, until } from '../helpers/sockets.js';

const closing = cleanup();

/** An attempt, with everything that it called back. */
class Attempt {
  readonly outcomes: DialOutcome[] = [];
  readonly onClosed = jest.fn();
  readonly cancel: () => void;

  constructor(address: Address, options: DialOptions) {
    this.cancel = dial(address, options, (outcome) => void this.outcomes.push(outcome), this.onClosed);
    closing(() => this.outcomes.forEach((outcome) => outcome.ok && outcome.socket.destroy()));
  }

  async outcome(): Promise<DialOutcome | undefined> {
    await until(() => this.outcomes.length > 0);
    return this.outcomes[0];
  }

  async socket(): Promise<Socket> {
    const outcome = await this.outcome();
    if (outcome?.ok !== true) throw new Error(`not connected: ${outcome?.reason}`);
    return outcome.socket;
  }

  /** How often each callback was called by the time that the socket is closed. */
  async calls(): Promise<{ done: number; closed: number }> {
    await until(() => this.onClosed.mock.calls.length > 0);
    return { done: this.outcomes.length, closed: this.onClosed.mock.calls.length };
  }
}

async function backend(onConnection: (socket: Socket) => void = () => undefined): Promise<Address> {
  const { server, port } = await listenOnLoopback((socket) => {
    closing(() => socket.destroy());
    onConnection(socket);
  });
  closing(() => server.close());
  return { host: '127.0.0.1', port };
}

/** Where a connection neither stands nor is refused. */
async function nowhere(): Promise<Address> {
  const hole = await startBlackHole(closing);
  await hole.swallow();
  return { host: '127.0.0.1', port: Number(hole.spec.split(':').at(-1)) };
}

describe('an attempt that succeeds', () => {
  it('hands over a socket that is half-open at need', async () => {
    const address = await backend((socket) => socket.end('welcome'));
    const attempt = new Attempt(address, { timeoutMs: 10_000 });

    const socket = await attempt.socket();

    expect((await readToEnd(socket)).toString()).toBe('welcome');
    expect(socket.writable).toBe(true);
    socket.end();
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });

  it('reads into the reads that it is given, from the first byte', async () => {
    const address = await backend((socket) => socket.end('welcome'));
    const reads = new AdaptiveReads();
    const chunks: string[] = [];
    const connected = new Promise<Socket>((resolve) => {
      dial(address, { timeoutMs: 10_000, reads }, (outcome) => {
        reads.consumer = (chunk) => chunks.push(Buffer.from(chunk).toString()) > 0;
        if (outcome.ok) resolve(outcome.socket);
      });
    });

    const socket = await connected;
    closing(() => socket.destroy());
    await once(socket, 'end');

    expect(chunks.join('')).toBe('welcome');
  });

  it('cannot be cancelled any more', async () => {
    const attempt = new Attempt(await backend(), { timeoutMs: 10_000 });
    const socket = await attempt.socket();

    attempt.cancel();

    expect(socket.destroyed).toBe(false);
    expect(attempt.outcomes).toHaveLength(1);
    socket.destroy();
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });

  it('does not time out afterwards', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    try {
      const attempt = new Attempt(await backend(), { timeoutMs: 50 });
      const socket = await attempt.socket();

      await jest.advanceTimersByTimeAsync(1000);
      expect(jest.getTimerCount()).toBe(0);

      expect(socket.destroyed).toBe(false);
      expect(attempt.outcomes).toHaveLength(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('succeeds too when this process was held up for longer than the timeout meanwhile', async () => {
    const attempt = new Attempt(await backend(), { timeoutMs: 20 });

    const resumed = performance.now() + 60;
    while (performance.now() < resumed); // as a blocked log or a long computation would

    expect(await attempt.outcome()).toMatchObject({ ok: true });
  });

  it('survives a reset right after it, with nobody else listening for errors', async () => {
    const address = await backend((socket) => void setImmediate(() => socket.resetAndDestroy()));
    const attempt = new Attempt(address, { timeoutMs: 10_000 });

    const socket = await attempt.socket();
    await closed(socket);

    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
    expect(attempt.outcomes[0]).toMatchObject({ ok: true });
  });
});

describe('an attempt that fails', () => {
  it('says that it was refused', async () => {
    const attempt = new Attempt({ host: '127.0.0.1', port: await quietPort() }, { timeoutMs: 10_000 });

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'connection_refused' });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });

  it('says that the host was not found', async () => {
    const attempt = new Attempt({ host: 'nosuch.invalid', port: 80 }, { timeoutMs: 30_000 });

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'host_not_found' });
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });

  it('says that it timed out, when the time is up and not before', async () => {
    const address = await nowhere();
    const started = performance.now();
    const attempt = new Attempt(address, { timeoutMs: 100 });

    expect(await attempt.outcome()).toEqual({ ok: false, reason: 'connect_timeout' });
    expect(performance.now() - started).toBeGreaterThan(95);
    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });

  it('cannot be cancelled any more', async () => {
    const attempt = new Attempt({ host: '127.0.0.1', port: await quietPort() }, { timeoutMs: 10_000 });
    await attempt.outcome();

    attempt.cancel();

    expect(await attempt.calls()).toEqual({ done: 1, closed: 1 });
  });
});

describe('an attempt that is cancelled', () => {
  it('frees its socket and does not call back, when nothing answers', async () => {
    const attempt = new Attempt(await nowhere(), { timeoutMs: 10_000 });
    await nextTurn();

    attempt.cancel();

    expect(await attempt.calls()).toEqual({ done: 0, closed: 1 });
  });

  it('frees its socket and does not call back, when it was about to succeed', async () => {
    const attempt = new Attempt(await backend(), { timeoutMs: 10_000 });

    attempt.cancel();
    attempt.cancel();

    expect(await attempt.calls()).toEqual({ done: 0, closed: 1 });
  });

  it('frees its socket and does not call back, when it was about to be refused', async () => {
    const attempt = new Attempt({ host: '127.0.0.1', port: await quietPort() }, { timeoutMs: 10_000 });

    attempt.cancel();

    expect(await attempt.calls()).toEqual({ done: 0, closed: 1 });
  });
});
