import { describe, expect, it } from '@jest/globals';
import { connected, delivered, primary, TestRequest, Worker } from './dispatching.js';

describe('the limits of all workers together', () => {
  it('hold, and free places are given out in order', async () => {
    const { dispatcher, workers, loads } = await primary(2, { maxPerBackend: 1, queueMax: 2 });
    const [one, other] = [
      new Worker(dispatcher, { mustAsk: true }),
      new Worker(dispatcher, { mustAsk: true }),
    ];
    workers.push(one, other);
    const [a, b] = [await connected(one.dispatcher, 'a'), await connected(other.dispatcher, 'b')];
    const requests: TestRequest[] = [];
    for (const worker of [one, other, one]) {
      const request = new TestRequest('a');
      worker.dispatcher.dispatch(request);
      requests.push(request);
      await delivered();
    }
    expect(requests.map(({ told }) => told)).toEqual([
      ['queued for a place'],
      ['queued for a place'],
      ['queue_full'],
    ]);
    for (const { worker, client } of [
      { worker: one, client: a },
      { worker: other, client: b },
    ]) {
      const { backend, connection } = client;
      if (backend !== undefined) worker.dispatcher.connectionClosed(backend, connection, true);
      await delivered();
    }
    expect(requests.map(({ told }) => told.at(-1))).toEqual(['B1 sticky', 'B2 round-robin', 'queue_full']);
    expect(loads()).toEqual([1, 1]);
  });

  it('let a client whose backend could not be reached have the place in the line that it had', async () => {
    const { dispatcher, workers, loads } = await primary(1, { maxPerBackend: 1, queueMax: 2 });
    const [one, other] = [
      new Worker(dispatcher, { mustAsk: true }),
      new Worker(dispatcher, { mustAsk: true }),
    ];
    workers.push(one, other);
    const requests: TestRequest[] = [];
    for (const worker of [one, other, one]) {
      const request = new TestRequest();
      worker.dispatcher.dispatch(request);
      requests.push(request);
      await delivered();
    }
    const [first, second, third] = requests;
    if (first?.backend === undefined) throw new Error('a backend was free');
    one.dispatcher.dispatch(first);
    await delivered();
    expect([second?.told, third?.told]).toEqual([
      ['queued for a place'],
      ['queued for a place', 'queue_full'],
    ]);
    one.dispatcher.connectionClosed(first.backend, 1, false);
    await delivered();
    expect([first.told, second?.told, loads()]).toEqual([
      ['B1 round-robin', 'queued for a place', 'B1 round-robin'],
      ['queued for a place'],
      [1],
    ]);
  });

  it('hold for the clients served at once, those that need not ask included', async () => {
    const { dispatcher, workers, loads } = await primary(1, { maxConnections: 2 });
    const worker = new Worker(dispatcher);
    workers.push(worker);
    for (let i = 0; i < 2; i++) await connected(worker.dispatcher, 'client');
    const third = new TestRequest('client');
    worker.dispatcher.dispatch(third);
    await delivered();
    expect([third.told, loads()]).toEqual([['queued for a place'], [2]]);
  });

  it('have a worker ask again while places are short', async () => {
    const { dispatcher, workers } = await primary(1, { maxConnections: 1003 });
    const worker = new Worker(dispatcher);
    workers.push(worker);
    const requests = [];
    for (let i = 0; i < 4; i++) requests.push(await connected(worker.dispatcher, 'client'));
    expect(dispatcher.crowded).toBe(true);
    worker.reports.length = 0;
    const last = await connected(worker.dispatcher, 'client');
    expect(worker.reports).toEqual(['ask', 'established']);
    for (const { backend, connection } of [...requests, last])
      if (backend !== undefined) worker.dispatcher.connectionClosed(backend, connection, true);
    await delivered();
    worker.reports.length = 0;
    await connected(worker.dispatcher, 'client');
    expect([dispatcher.crowded, worker.reports]).toEqual([false, ['connectionOpened', 'established']]);
  });

  it('let those who wait for a place have those of a backup that takes over', async () => {
    const backends = [
      { name: 'B1', host: '127.0.0.1', port: 1 },
      { name: 'B2', host: '127.0.0.1', port: 2, backup: true },
    ];
    const { dispatcher, workers } = await primary(2, { backends, maxPerBackend: 1, healthCheckFall: 1 });
    const worker = new Worker(dispatcher, { mustAsk: true });
    workers.push(worker);
    await connected(worker.dispatcher);
    const waiting = new TestRequest();
    worker.dispatcher.dispatch(waiting);
    await delivered();
    const [b1] = dispatcher.pool.backends;
    if (b1 !== undefined) dispatcher.failed(b1, 'connection_refused');
    await delivered();
    expect(waiting.told).toEqual(['queued for a place', 'B2 round-robin']);
  });

  it('hold for the rate of one address, whichever worker it comes to', async () => {
    const { dispatcher, workers } = await primary(1, { rateLimit: 0.001 });
    const [one, other] = [
      new Worker(dispatcher, { mustAsk: true }),
      new Worker(dispatcher, { mustAsk: true }),
    ];
    workers.push(one, other);
    const told = [];
    for (const [worker, address] of [
      [one, 'x'],
      [other, 'x'],
      [other, 'y'],
    ] as const) {
      const request = new TestRequest(address, address);
      worker.dispatcher.dispatch(request);
      await delivered();
      told.push(...request.told);
    }
    expect(told).toEqual(['B1 round-robin', 'rate_limited', 'B1 round-robin']);
  });
});
