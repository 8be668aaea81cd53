import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { tcpProbe, type ProbeResult } from '../../lib/health/probe.js';
import { startBlackHole } from '../helpers/black-hole.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();

const host = '127.0.0.1';
/** Long enough never to pass in a test. */
const PATIENT = 60_000;

function probed(port: number, timeoutMs: number): Promise<ProbeResult> {
  return new Promise((resolve) => onEnd(tcpProbe({ host, port }, timeoutMs, resolve)));
}

async function listener(): Promise<{ port: number; accepted: Socket[] }> {
  const accepted: Socket[] = [];
  const { server, port } = await listenOnLoopback((socket) => accepted.push(socket));
  onEnd(() => server.close());
  onEnd(() => accepted.forEach((socket) => socket.destroy()));
  return { port, accepted };
}

/** The port of a listener that answers no SYN any more. */
async function deadPort(): Promise<number> {
  const hole = await startBlackHole(onEnd);
  await hole.swallow();
  return Number(hole.spec.split(':').at(-1));
}

/** Sockets, connected or connecting, and timers that keep this process awake. */
function held(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind)).length;
}

describe('the TCP probe', () => {
  it('finds a backend well that accepts, and closes the connection at once', async () => {
    const { port, accepted } = await listener();
    expect(await probed(port, PATIENT)).toEqual({ ok: true });
    while (accepted.length === 0) await setImmediate();
    const [socket] = accepted;
    if (socket === undefined) throw new Error('nothing was accepted');
    socket.resume();
    await once(socket, 'end');
  });

  it('finds no fault with a backend that sends at once', async () => {
    const { server, port } = await listenOnLoopback((socket) => socket.end('220 hello\r\n'));
    onEnd(() => server.close());
    expect(await probed(port, PATIENT)).toEqual({ ok: true });
  });

  it('says that a backend refuses where nothing listens', async () => {
    expect(await probed(await quietPort(), PATIENT)).toEqual({ ok: false, reason: 'connection_refused' });
  });

  it('gives up after the timeout when there is no answer at all', async () => {
    const port = await deadPort();
    const begun = performance.now();
    expect(await probed(port, 100)).toEqual({ ok: false, reason: 'connect_timeout' });
    expect(performance.now() - begun).toBeGreaterThan(98);
  });

  it('answers later, never while it is being called', async () => {
    const { port } = await listener();
    const order: string[] = [];
    const answered = new Promise<void>((resolve) => {
      tcpProbe({ host, port }, PATIENT, () => {
        order.push('answered');
        resolve();
      });
    });
    order.push('returned');
    await answered;
    expect(order).toEqual(['returned', 'answered']);
  });

  it('answers once and frees its socket and its timer; cancelling it then has no effect', async () => {
    const port = await quietPort();
    const before = held();
    const results: ProbeResult[] = [];
    const cancel = tcpProbe({ host, port }, PATIENT, (result) => results.push(result));
    while (held() > before) await setImmediate();
    cancel();
    expect(results).toHaveLength(1);
  });

  it('frees its socket and its timer when it is cancelled, and does not answer', async () => {
    const port = await deadPort();
    const before = held();
    const results: ProbeResult[] = [];
    const cancel = tcpProbe({ host, port }, PATIENT, (result) => results.push(result));
    await setImmediate();
    expect(held()).toBeGreaterThan(before);
    cancel();
    while (held() > before) await setImmediate();
    expect(results).toEqual([]);
  });
});
