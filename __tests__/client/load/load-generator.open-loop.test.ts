import { describe, expect, it } from '@jest/globals';
import { cleanup } from '../../helpers/cleanup.js';
import { temporaryFile } from '../../helpers/folder.js';
import {
  countingServer,
  namedAnswer,
  namedServer,
  runLoad,
  scriptedServer,
  serverThatWaitsFor,
} from '../helpers.js';

const onEnd = cleanup();

/** A server whose first answer, on whatever connection, comes that much later than the others. */
async function serverThatStallsOnce(stallMs: number): Promise<number> {
  let ready: Promise<unknown> | undefined;
  const { port } = await scriptedServer(onEnd, (line, { socket }) => {
    ready ??= new Promise((resolve) => setTimeout(resolve, stallMs));
    void ready.then(() => socket.write(namedAnswer('B1', line)));
  });
  return port;
}

describe('an open loop', () => {
  it('makes each connection on its due time, whatever became of the others', async () => {
    const port = await serverThatWaitsFor(onEnd, 10);
    expect(await runLoad(port, { rate: 200, count: 10 })).toMatchObject({ ok: 10, failed: 0 });
  });

  it('says how regular the gaps were', async () => {
    const { port } = await countingServer(onEnd);
    const { arrivals } = await runLoad(port, { rate: 500, count: 50, arrivals: 'poisson', seed: 3 });
    expect(arrivals).toMatchObject({ kind: 'poisson' });
    expect(arrivals?.rate).toBeGreaterThan(0);
    expect(arrivals?.cv2).toBeGreaterThan(0);
    expect(arrivals?.latestStartMs).toBeGreaterThanOrEqual(0);
    expect(await runLoad(port, { count: 3 })).toMatchObject({ arrivals: null });
  });

  it('makes the connections of a trace, or the first of them', async () => {
    const file = await temporaryFile(onEnd, 'trace', '0\n5ms\n5ms\n20ms\n');
    const { port } = await countingServer(onEnd);
    expect(await runLoad(port, { arrivals: `trace:${file}` })).toMatchObject({ connections: 4, ok: 4 });
    expect(await runLoad(port, { arrivals: `trace:${file}`, count: 2 })).toMatchObject({ connections: 2 });
    expect(await runLoad(port, { arrivals: `trace:${file}`, count: 9 })).toMatchObject({ connections: 4 });
    expect(await runLoad(port, { arrivals: `trace:${file}`, durationMs: 10 })).toMatchObject({
      connections: 3,
    });
  });

  it.each([
    [{ count: 5, arrivals: 'poisson' }, 'arrivals poisson without rate does nothing'],
    [{ count: 5, rate: 5, seed: 3 }, 'seed 3 with arrivals even does nothing'],
    [{ count: 5, rate: 5, arrivals: 'odd' }, "'odd' is not one of the choices"],
    [{ arrivals: 'trace:/nowhere/x' }, "cannot read trace '/nowhere/x'"],
  ])('refuses %j', (options, message) => {
    expect(() => runLoad(1, options)).toThrow(message);
  });

  it('takes as long as its rate asks for', async () => {
    const { port } = await countingServer(onEnd);
    const report = await runLoad(port, { rate: 50, count: 11 });
    expect(report.seconds).toBeGreaterThanOrEqual(0.199);
  });

  it('makes rate times duration connections', async () => {
    const { port } = await countingServer(onEnd);
    expect(await runLoad(port, { rate: 50, durationMs: 200 })).toMatchObject({ connections: 10, ok: 10 });
  });

  it('makes none that is due after the end of the time, nor waits for it', async () => {
    const { port } = await countingServer(onEnd);
    expect(await runLoad(port, { rate: 0.001, durationMs: 100 })).toMatchObject({ connections: 1, ok: 1 });
  });

  it('makes up for connections that this very process was too busy to make in time', async () => {
    const { port } = await namedServer(onEnd, 'B1', (_, connection) => {
      if (connection === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    });
    expect(await runLoad(port, { rate: 50, durationMs: 200 })).toMatchObject({ connections: 10, ok: 10 });
  });

  it('has no more at once than asked, if that was asked', async () => {
    const { port, most } = await countingServer(onEnd);
    expect(await runLoad(port, { rate: 5000, count: 60, concurrency: 2 })).toMatchObject({ ok: 60 });
    expect(most()).toBeLessThanOrEqual(2);
  });

  it('counts the latency of a connection that had to wait for a place from when it was due', async () => {
    const port = await serverThatStallsOnce(400);
    const { latencyMs, ok } = await runLoad(port, { rate: 100, count: 10, concurrency: 1 });
    // The last one is due after 90 ms and cannot be answered before 400; without the stall it would take a few.
    expect(ok).toBe(10);
    expect(latencyMs.p50).toBeGreaterThan(300);
  });

  it('counts from the sending in a closed loop, which is what hides the same stall', async () => {
    const port = await serverThatStallsOnce(400);
    const { latencyMs } = await runLoad(port, { count: 10, concurrency: 1 });
    expect(latencyMs.max).toBeGreaterThan(390);
    expect(latencyMs.p50).toBeLessThan(300);
  });

  it('counts further messages of a connection from their sending', async () => {
    const port = await serverThatStallsOnce(400);
    const { latencyMs } = await runLoad(port, { rate: 100, count: 1, messagesPerConnection: 9 });
    expect(latencyMs.max).toBeGreaterThan(390);
    expect(latencyMs.p50).toBeLessThan(300);
  });

  it('survives a rate that nothing can keep', async () => {
    const { port } = await countingServer(onEnd);
    expect(await runLoad(port, { rate: 1e9, count: 200, concurrency: 20 })).toMatchObject({ ok: 200 });
  });
});
