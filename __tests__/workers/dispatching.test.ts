import { describe, expect, it } from '@jest/globals';
import { connected, delivered, primary, TestRequest, Worker } from './dispatching.js';

describe('dispatching for workers', () => {
  it('takes turns and counts over all of them', async () => {
    const { dispatcher, loads } = await primary(3);
    const workers = [new Worker(dispatcher), new Worker(dispatcher)];
    const told = [];
    for (const i of [0, 1, 1, 0, 0]) {
      const worker = workers[i];
      if (worker !== undefined) told.push(...(await connected(worker.dispatcher)).told);
    }
    expect(told).toEqual(['B1', 'B2', 'B3', 'B1', 'B2'].map((name) => `${name} round-robin`));
    expect(loads()).toEqual([2, 2, 1]);
  });

  it('gives a place back when the socket to the backend is closed', async () => {
    const { dispatcher, loads } = await primary(1);
    const worker = new Worker(dispatcher);
    const { backend, connection } = await connected(worker.dispatcher);
    expect(loads()).toEqual([1]);
    if (backend !== undefined) worker.dispatcher.connectionClosed(backend, connection, true);
    await delivered();
    expect(loads()).toEqual([0]);
  });

  it('learns from the answers of all workers, where the algorithm does', async () => {
    const { dispatcher } = await primary(2, { algorithm: 'peak-ewma', random: () => 0 });
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    expect(one.dispatcher.learns).toBe(true);
    const [b1, b2] = [await connected(one.dispatcher), await connected(other.dispatcher)];
    expect([...b1.told, ...b2.told]).toEqual(['B1 peak-ewma', 'B2 peak-ewma']);
    if (b1.backend !== undefined) one.dispatcher.answered(b1.backend, 20);
    if (b2.backend !== undefined) other.dispatcher.answered(b2.backend, 10);
    await delivered();
    expect((await connected(one.dispatcher)).told).toEqual(['B2 peak-ewma']);
    expect(one.reports).toContain('answered');
    const blind = new Worker((await primary(2)).dispatcher);
    expect(blind.dispatcher.learns).toBe(false);
  });

  it('brings a client back whichever worker it comes to, and the worker need not ask again', async () => {
    const { dispatcher, workers, loads } = await primary(3);
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(one, other);
    expect((await connected(one.dispatcher, 'client')).told).toEqual(['B1 round-robin']);
    expect((await connected(other.dispatcher, 'client')).told).toEqual(['B1 sticky']);
    other.reports.length = 0;
    expect((await connected(other.dispatcher, 'client')).told).toEqual(['B1 sticky']);
    expect(other.reports).toEqual(['connectionOpened', 'established']);
    expect(loads()).toEqual([3, 0, 0]);
  });

  it('has told the primary where a new client sticks to before the client can have its answer', async () => {
    const { dispatcher, workers } = await primary(2);
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(one, other);
    const request = new TestRequest('client');
    one.dispatcher.dispatch(request);
    await delivered();
    if (request.backend === undefined) throw new Error('no backend');
    // The engine goes on to carry bytes in the same turn of the event loop.
    one.dispatcher.established(request, request.backend);
    expect(one.reports).toEqual(['ask', 'established']);
    expect((await connected(other.dispatcher, 'client')).told).toEqual(['B1 sticky']);
  });

  it('has every worker forget where a client no longer sticks to', async () => {
    const { dispatcher, workers } = await primary(2);
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(one, other);
    await connected(one.dispatcher, 'client');
    await connected(one.dispatcher, 'client');
    // The other worker cannot reach B1, so the client is mapped anew.
    const request = new TestRequest('client');
    other.dispatcher.dispatch(request);
    await delivered();
    expect(request.told).toEqual(['B1 sticky']);
    if (request.backend !== undefined) request.tried.add(request.backend);
    other.dispatcher.dispatch(request);
    await delivered();
    if (request.backend !== undefined) other.dispatcher.established(request, request.backend);
    await delivered();
    expect(request.told).toEqual(['B1 sticky', 'B2 round-robin']);
    expect((await connected(one.dispatcher, 'client')).told).toEqual(['B2 sticky']);
  });

  it('asks where a client sticks to as soon as it was moved away, before the primary has said so', async () => {
    const { dispatcher, workers } = await primary(2);
    const worker = new Worker(dispatcher);
    workers.push(worker);
    await connected(worker.dispatcher, 'client');
    const moved = await connected(worker.dispatcher, 'client');
    if (moved.backend !== undefined) moved.tried.add(moved.backend);
    worker.dispatcher.dispatch(moved);
    await delivered();
    expect(moved.told).toEqual(['B1 sticky', 'B2 round-robin']);
    if (moved.backend !== undefined) worker.dispatcher.established(moved, moved.backend);
    const next = new TestRequest('client');
    worker.dispatcher.dispatch(next);
    await delivered();
    expect(next.told).toEqual(['B2 sticky']);
  });

  it('has a worker forget a client that SESSION_MAP has no room for', async () => {
    const { dispatcher, workers } = await primary(3, { stickyMax: 1 });
    const worker = new Worker(dispatcher);
    workers.push(worker);
    await connected(worker.dispatcher, 'first');
    expect((await connected(worker.dispatcher, 'first')).told).toEqual(['B1 sticky']);
    await connected(worker.dispatcher, 'second');
    expect((await connected(worker.dispatcher, 'first')).told).toEqual(['B3 round-robin']);
  });

  it('lets a client wait while no backend is up, first come first served over all workers', async () => {
    const { dispatcher, workers } = await primary(1);
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(one, other);
    dispatcher.operations.setAdmin('B1', 'maint');
    const order: string[] = [];
    const requests = [one, other, one].map((worker, i) => {
      const request = new TestRequest();
      const routed = request.assigned.bind(request);
      request.assigned = (route, connection) => {
        order.push(`${i}`);
        routed(route, connection);
      };
      return { worker, request };
    });
    for (const { worker, request } of requests) {
      worker.dispatcher.dispatch(request);
      await delivered();
    }
    expect(requests.map(({ request }) => request.told)).toEqual([
      ['queued for a backend'],
      ['queued for a backend'],
      ['queued for a backend'],
    ]);
    other.dispatcher.cancel(requests[1]?.request ?? new TestRequest());
    await delivered();
    dispatcher.operations.setAdmin('B1', 'ready');
    await delivered();
    expect(order).toEqual(['0', '2']);
    expect(requests[1]?.request.told).toEqual(['queued for a backend']);
  });

  it('says when all that are up have been tried', async () => {
    const { dispatcher } = await primary(1);
    const worker = new Worker(dispatcher);
    const request = await connected(worker.dispatcher);
    if (request.backend !== undefined) request.tried.add(request.backend);
    worker.dispatcher.dispatch(request);
    await delivered();
    expect(request.told).toEqual(['B1 round-robin', 'exhausted']);
  });

  it('counts nothing for a client that left before it had its answer', async () => {
    const { dispatcher, loads } = await primary(1);
    const worker = new Worker(dispatcher);
    const before = new TestRequest();
    worker.dispatcher.dispatch(before);
    worker.dispatcher.cancel(before);
    await delivered();
    expect([before.told, loads()]).toEqual([[], [0]]);
    expect(worker.reports).toEqual(['ask', 'cancel']);
  });

  it('gives back a place whose answer crossed with a leave', async () => {
    const { dispatcher, loads } = await primary(1);
    const worker = new Worker(dispatcher);
    const request = new TestRequest();
    worker.dispatcher.dispatch(request);
    while (loads()[0] === 0) await new Promise(setImmediate);
    worker.dispatcher.cancel(request);
    await delivered();
    expect([request.told, loads()]).toEqual([[], [0]]);
    expect(worker.reports).toEqual(['ask', 'cancel', 'connectionClosed']);
  });

  it('tells workers what is active', async () => {
    const { dispatcher, workers } = await primary(2);
    const worker = new Worker(dispatcher);
    workers.push(worker);
    const { backend } = await connected(worker.dispatcher);
    const tried = new Set(backend === undefined ? [] : [backend]);
    expect(worker.dispatcher.hasOther(tried)).toBe(true);
    dispatcher.operations.setAdmin('B2', 'maint');
    await delivered();
    expect(worker.dispatcher.hasOther(tried)).toBe(false);
  });

  it('gives back all that a dead worker had: its connections, and its place in the row', async () => {
    const { dispatcher, workers, loads } = await primary(2);
    const [dead, alive] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(dead, alive);
    for (const worker of [dead, alive, dead]) await connected(worker.dispatcher, 'client');
    expect(loads()).toEqual([3, 0]);
    dispatcher.operations.setAdmin('B1', 'maint');
    dispatcher.operations.setAdmin('B2', 'maint');
    const waiting = new TestRequest();
    dead.dispatcher.dispatch(waiting);
    await delivered();
    expect(dead.session.end()).toEqual({ connections: 2, waiting: 1 });
    expect(loads()).toEqual([1, 0]);
    dispatcher.operations.setAdmin('B1', 'ready');
    await delivered();
    expect([waiting.told, loads()]).toEqual([['queued for a backend'], [1, 0]]);
  });

  it('lets what the clients of a dead worker stick to age, as if each of their connections had ended', async () => {
    const { dispatcher, workers } = await primary(2);
    const [dead, alive] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(dead, alive);
    const released: string[] = [];
    const release = dispatcher.released.bind(dispatcher);
    dispatcher.released = (stickyKey, backend) => {
      released.push(`${stickyKey} ${backend.name}`);
      release(stickyKey, backend);
    };
    const a = await connected(dead.dispatcher, 'a');
    for (const key of ['a', 'b']) await connected(dead.dispatcher, key);
    await connected(alive.dispatcher, 'a');
    if (a.backend !== undefined) dead.dispatcher.released('a', a.backend);
    await delivered();
    expect(released).toEqual(['a B1']);
    dead.session.end();
    expect(released).toEqual(['a B1', 'a B1', 'b B2']);
    dead.session.end();
    expect(released).toHaveLength(3);
  });

  it('begins a search only when what came before it, through whichever pipe, has been read', async () => {
    const { dispatcher, workers } = await primary(2);
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    workers.push(one, other);
    const told: string[] = [];
    other.session.handlers.ask(1, 'client', [], null, 0);
    one.session.handlers.connectionOpened(1, 1);
    one.session.handlers.established(1, 'client', []);
    const seek = dispatcher.dispatch.bind(dispatcher);
    dispatcher.dispatch = (request) => {
      seek(request);
      told.push(dispatcher.pool.backends.map(({ openConnections }) => openConnections).join());
    };
    await delivered();
    expect(told).toEqual(['0,2']);
  });
});
