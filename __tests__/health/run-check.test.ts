import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ProbeResult } from '../../lib/health/probe.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';
import { begin, checked } from './checked.js';

const onEnd = cleanup();

/** Sockets, connected or connecting, and timers that keep this process awake. */
function held(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind)).length;
}

const answers = (socket: Socket): unknown =>
  socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));

describe.each(['http:/', 'expect:x', 'tls'])('the check %s', (check) => {
  it('says that a backend refuses', async () => {
    const port = await quietPort();
    const result = await new Promise((resolve) => onEnd(begin(check, port, resolve)));
    expect(result).toEqual({ ok: false, reason: 'connection_refused' });
  });

  it('says that a backend cannot be reached in time', async () => {
    const hole = await startBlackHole(onEnd);
    await hole.swallow();
    const port = Number(hole.spec.split(':').at(-1));
    const result = await new Promise((resolve) => onEnd(begin(check, port, resolve, { timeoutMs: 100 })));
    expect(result).toEqual({ ok: false, reason: 'connect_timeout' });
  });

  it('frees its socket and its timer when it is cancelled, and does not answer', async () => {
    const accepted: Socket[] = [];
    const { server, port } = await listenOnLoopback((socket) => accepted.push(socket.resume()));
    onEnd(() => server.close());
    const before = held();
    const results: ProbeResult[] = [];
    const cancel = begin(check, port, (result) => results.push(result));
    while (accepted.length === 0) await setImmediate();
    const [socket] = accepted;
    cancel();
    while (socket?.readableEnded === false && !socket.destroyed) await setImmediate();
    socket?.destroy();
    while (held() > before) await setImmediate();
    expect(results).toEqual([]);
  });
});

describe('the time of a check', () => {
  it('is given back where the process stood still', async () => {
    const asked = checked('http:/', answers, onEnd, { timeoutMs: 1000 });
    await setImmediate();
    // Longer than the check may take: nothing of it has happened yet.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    expect(await asked).toEqual({ ok: true });
  });
});
