import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LoadGenerator, type LoadProgress } from '../../../lib/client/load/load-generator.js';
import type { LoadOptions } from '../../../lib/client/load/load-options.js';
import { cleanup } from '../../helpers/cleanup.js';
import { quietPort } from '../../helpers/ports.js';
import {
  countingServer,
  namedAnswer,
  namedServer,
  nothingIsLeft,
  openHandles,
  runLoad,
  scriptedServer,
  serverThatWaitsFor,
} from '../helpers.js';

const onEnd = cleanup();
afterEach(() => void jest.useRealTimers());

function generator(port: number, options: Partial<LoadOptions> = {}): LoadGenerator {
  const load = new LoadGenerator({ host: '127.0.0.1', port, ...options });
  onEnd(() => load.stop(0));
  return load;
}

describe('a closed loop', () => {
  it.each([
    [1, 30],
    [7, 100],
    [40, 30],
  ])('of %i connections at once makes exactly %i and never more at once', async (concurrency, count) => {
    const { port, most, total } = await countingServer(onEnd);
    const report = await runLoad(port, { count, concurrency });
    expect(report).toMatchObject({ connections: count, ok: count, failed: 0, backends: { B1: count } });
    expect(total()).toBe(count);
    expect(most()).toBeLessThanOrEqual(concurrency);
  });

  it('really has as many at once as asked', async () => {
    const port = await serverThatWaitsFor(onEnd, 6);
    expect(await runLoad(port, { count: 6, concurrency: 6 })).toMatchObject({ ok: 6 });
  });

  it('lasts as long as asked when there is no count', async () => {
    const { port, total } = await countingServer(onEnd);
    const report = await runLoad(port, { durationMs: 200, concurrency: 2 });
    expect(report.seconds).toBeGreaterThanOrEqual(0.2);
    expect(report.ok).toBeGreaterThan(1);
    expect(report).toMatchObject({ connections: total(), failed: 0 });
  });

  it('ends with the count when that comes before the end of the time', async () => {
    const { port } = await countingServer(onEnd);
    const report = await runLoad(port, { durationMs: 60_000, count: 5 });
    expect(report).toMatchObject({ connections: 5, ok: 5 });
  });

  it('goes on when connections fail, and says which', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      if (connection === 2) socket.end();
      else socket.write(namedAnswer(`B${connection}`, line));
    });
    const load = generator(port, { count: 4 });
    const failures: unknown[] = [];
    load.on('connection_failed', (failure) => failures.push(failure));
    expect(await load.run()).toMatchObject({
      connections: 4,
      ok: 3,
      failed: 1,
      backends: { B1: 1, B3: 1, B4: 1 },
    });
    expect(failures).toEqual([{ connection: 2, kind: 'closed_early', reason: 'closed by the other side' }]);
  });
});

describe('a stopped load', () => {
  it('begins nothing more, lets what is under way finish and reports it', async () => {
    const { port, total } = await countingServer(onEnd);
    const load = generator(port, { durationMs: 60_000, concurrency: 3 });
    load.once('progress', () => load.stop());
    const report = await load.run();
    expect(report).toMatchObject({ connections: total(), ok: total(), failed: 0 });
    expect(report.seconds).toBeLessThan(30);
  });

  it('ends a hold at once, which is no failure', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const load = generator(port, { count: 5, concurrency: 5, holdMs: 60_000 });
    load.once('progress', () => load.stop(30_000));
    const before = openHandles();
    expect(await load.run()).toMatchObject({ connections: 5, ok: 5, failed: 0 });
    await nothingIsLeft(before);
  });

  it('cuts off after its grace what is not answered', async () => {
    const { port } = await scriptedServer(onEnd, () => undefined);
    const load = generator(port, { count: 10, concurrency: 4 });
    load.once('progress', () => load.stop(20));
    expect(await load.run()).toMatchObject({ connections: 4, ok: 0, failed: 4, errors: { stopped: 4 } });
  });

  it('does not wait for what is not due yet', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const load = generator(port, { rate: 0.001, count: 2 });
    load.once('progress', () => load.stop());
    expect(await load.run()).toMatchObject({ connections: 1, ok: 1 });
  });

  it('that has not begun does nothing', async () => {
    const load = generator(await quietPort());
    load.stop();
    expect(await load.run()).toMatchObject({ connections: 0, ok: 0, failed: 0 });
  });
});

describe('a load', () => {
  it('says how far it is', async () => {
    const { port } = await scriptedServer(onEnd, (line, { socket, connection }) => {
      setTimeout(() => socket.write(namedAnswer('B1', line)), connection === 2 ? 250 : 0);
    });
    const load = generator(port, { count: 3 });
    const seen: LoadProgress[] = [];
    load.on('progress', (progress) => seen.push(progress));
    await load.run();
    expect(seen).toContainEqual(expect.objectContaining({ started: 2, open: 1, ok: 1, failed: 0, count: 3 }));
    expect(seen.at(-1)).toMatchObject({ started: 3, open: 0, ok: 3, failed: 0, count: 3 });
  });

  it('runs once', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    const load = generator(port);
    await load.run();
    await expect(load.run()).rejects.toMatchObject({ code: 'ERR_STATE' });
  });

  it('refuses options that make no sense', () => {
    expect(() => generator(8080, { count: -1 })).toThrow('count -1');
  });

  it('fails when its host does not resolve', async () => {
    const load = new LoadGenerator({ host: 'no-such-host.invalid', port: 8080 });
    await expect(load.run()).rejects.toMatchObject({ code: 'ERR_HOST_NOT_FOUND' });
  });

  it('resolves its host', async () => {
    const { port } = await namedServer(onEnd, 'B1');
    expect(await generator(port, { host: 'localhost' }).run()).toMatchObject({ ok: 1 });
  });

  it.each<[string, Partial<LoadOptions>]>([
    ['a count', { count: 5, concurrency: 2 }],
    ['a count and a time', { count: 5, durationMs: 60_000 }],
    ['a rate', { rate: 1e6, count: 5 }],
  ])('with %s leaves no timer running', async (_, options) => {
    const { port } = await namedServer(onEnd, 'B1');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const running = runLoad(port, options);
    await jest.advanceTimersByTimeAsync(10);
    await running;
    // Those of the server end once it has read that its connections are over.
    for (let turns = 0; jest.getTimerCount() > 0 && turns < 10_000; turns++)
      await new Promise((resolve) => void setImmediate(resolve));
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each<[string, Partial<LoadOptions>, boolean]>([
    ['done', { count: 20, concurrency: 5 }, true],
    ['refused', { count: 20, concurrency: 5 }, false],
    ['timed out', { count: 3, concurrency: 3, timeoutMs: 20, message: 'silence' }, true],
    ['done in an open loop', { rate: 500, count: 20 }, true],
  ])('leaves no socket and no timer when it is %s', async (_, options, listening) => {
    const server = await scriptedServer(onEnd, (line, { socket }) => {
      if (line !== 'silence') socket.write(namedAnswer('B1', line));
    });
    const port = listening ? server.port : await quietPort();
    const before = openHandles();
    await runLoad(port, options);
    await nothingIsLeft(before);
  });
});
