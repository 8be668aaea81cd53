import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { timedCall, type TimeLimits } from '../../lib/cluster/timed-call.js';
import { startNodeTimer } from '../../lib/health/start-timer.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();

const TIMEOUT_MS = 5;
const LIMITS: TimeLimits = { startTimer: startNodeTimer, atEndOfTurn: setImmediate, timeoutMs: TIMEOUT_MS };

/** Answers everything at once, in a thread of its own, and says so in shared memory. */
const ECHO = `
  const { workerData: { path, answered }, parentPort } = require('node:worker_threads');
  require('node:net').createServer((socket) => socket.on('data', (data) => socket.write(data, () => {
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  }))).listen(path, () => parentPort.postMessage('listening'));
`;

/** @returns asks the store, and blocks this thread until it has answered and more than the timeout has passed */
async function blockingCall(): Promise<() => Promise<string>> {
  const path = join(await temporaryFolder(onEnd), 'store.sock');
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(ECHO, { eval: true, workerData: { path, answered } });
  onEnd(() => worker.terminate());
  await once(worker, 'message');
  const socket = connect(path).setEncoding('utf8');
  onEnd(() => socket.destroy());
  await once(socket, 'connect');
  return async () => {
    const answer = once(socket, 'data');
    socket.write('B1');
    Atomics.wait(answered, 0, 0);
    const dueAt = performance.now() + 2 * TIMEOUT_MS;
    while (performance.now() < dueAt);
    const [text] = (await answer) as [string];
    return text;
  };
}

/** From here on timers come before sockets. */
async function beforeTimers(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the time for an answer of the store', () => {
  it('is not over while an answer waits in the socket of a process that was blocked', async () => {
    const call = await blockingCall();
    await beforeTimers();
    expect(await timedCall(call, LIMITS)).toEqual({ result: 'ok', answer: 'B1', isLate: false });
  });

  it('does not make such an answer late either, where the time is longer', async () => {
    const call = await blockingCall();
    await beforeTimers();
    const limits = { ...LIMITS, timeoutMs: 60_000, lateMs: TIMEOUT_MS };
    expect(await timedCall(call, limits)).toEqual({ result: 'ok', answer: 'B1', isLate: false });
  });

  it('is over one turn after the timer where there is none', async () => {
    const order: string[] = [];
    const outcome = timedCall(() => new Promise<never>(() => undefined), {
      startTimer: (ms, action) => {
        order.push(`timer ${ms}`);
        queueMicrotask(action);
        return () => undefined;
      },
      atEndOfTurn: (action) => {
        order.push('end of turn');
        setImmediate(action);
      },
      ...{ timeoutMs: 250, lateMs: 30 },
    });
    expect(await outcome).toEqual({ result: 'timeout' });
    expect(order).toEqual(['timer 30', 'end of turn', 'timer 220', 'end of turn']);
  });

  it('tells an answer that is late from one in time, and leaves no timer behind', async () => {
    const timers = new Set<() => void>();
    const limits: TimeLimits = {
      startTimer: (_, action) => {
        timers.add(action);
        return () => void timers.delete(action);
      },
      atEndOfTurn: (action) => action(),
      ...{ timeoutMs: 250, lateMs: 30 },
    };
    let answer: (backend: string) => void = () => undefined;
    const outcome = timedCall(() => new Promise<string>((resolve) => (answer = resolve)), limits);
    const [late] = timers;
    timers.clear();
    late?.();
    expect(timers.size).toBe(1);
    answer('B1');
    expect(await outcome).toEqual({ result: 'ok', answer: 'B1', isLate: true });
    expect(timers.size).toBe(0);
  });
});
