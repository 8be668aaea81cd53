import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ControlPlane } from '../../lib/control/control-plane.js';
import { MAX_HELD_RATE, MAX_HOLD_MS } from '../../lib/control/hold-operations.js';
import type { Measurements } from '../../lib/control/measurements.js';
import { resolveOptions } from '../../lib/control/resolve-options.js';
import { refusal } from '../helpers/refusal.js';
import { connected, delivered, primary, TestRequest, Worker } from '../workers/dispatching.js';

const HELD = 'queued for a operator';

function newcomer(dispatcher: Pick<ControlPlane, 'dispatch'>): TestRequest {
  const request = new TestRequest(undefined, '192.0.2.7');
  dispatcher.dispatch(request);
  return request;
}

describe('a hold', () => {
  it('is seen, with who wanted it and how many wait, and counts as a change, once', async () => {
    const { dispatcher } = await primary(2);
    const { generation, held } = dispatcher.snapshot(false);
    expect(held).toBeNull();
    dispatcher.hold.begin('ctl unix:1000');
    dispatcher.hold.begin('another');
    newcomer(dispatcher);
    newcomer(dispatcher);
    expect(dispatcher.snapshot(false)).toMatchObject({
      generation: generation + 1,
      waiting: 2,
      held: { waiting: 2, by: 'ctl unix:1000', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(dispatcher.hold.release()).toBe(2);
    expect(dispatcher.hold.release()).toBe(0);
    expect(dispatcher.snapshot(false)).toMatchObject({ generation: generation + 2, waiting: 0, held: null });
  });

  it('is stepped through: each step explains what it decided, or tells what the client waits for', async () => {
    const { dispatcher } = await primary(2, { maxPerBackend: 1 });
    dispatcher.hold.begin();
    expect(dispatcher.hold.step()).toBeUndefined();
    const clients = [newcomer(dispatcher), newcomer(dispatcher), newcomer(dispatcher)];
    expect(clients.map(({ told }) => told)).toEqual([[HELD], [HELD], [HELD]]);
    expect(dispatcher.hold.step()).toMatchObject({
      outcome: 'picked',
      waitsFor: null,
      pick: { id: 1, backend: 'B1', why: 'round-robin', says: expect.stringContaining('B1') },
    });
    expect(dispatcher.hold.step()).toMatchObject({ outcome: 'picked', pick: { id: 2, backend: 'B2' } });
    expect(dispatcher.picks.last.map(({ backend }) => backend)).toEqual(['B1', 'B2']);
    expect(dispatcher.picks.enabled).toBe(false);
    expect(dispatcher.hold.step()).toEqual({
      client: null,
      outcome: 'waits',
      pick: null,
      waitsFor: 'place',
    });
    expect(clients[2]?.told).toEqual([HELD, 'queued for a place']);
  });

  it('that ends leaves a client that a step let go where it waits', async () => {
    const { dispatcher } = await primary(1, { maxPerBackend: 1, queueMax: 1 });
    const a = newcomer(dispatcher);
    dispatcher.hold.begin();
    const b = newcomer(dispatcher);
    expect(newcomer(dispatcher).told).toEqual(['queue_full']);
    expect(dispatcher.hold.step()).toMatchObject({ outcome: 'waits', waitsFor: 'place' });
    dispatcher.hold.release();
    if (a.backend !== undefined) dispatcher.connectionClosed(a.backend, a.connection, true);
    expect(b.told.at(-1)).toBe('B1 round-robin');
  });

  it('has to be there for a step, and is refused while clients come too fast', async () => {
    const { dispatcher } = await primary(1);
    expect(await refusal(() => dispatcher.hold.step())).toMatchObject({ code: 'ERR_NOT_HELD' });
    for (let client = 0; client <= MAX_HELD_RATE; client++) newcomer(dispatcher);
    expect(await refusal(() => dispatcher.hold.begin())).toMatchObject({ code: 'ERR_TOO_BUSY' });
    expect(dispatcher.hold.state).toBeNull();
    expect(newcomer(dispatcher).told).toEqual(['B1 round-robin']);
  });

  it('counts those that wait apart, and how the wait ended', async () => {
    const { dispatcher } = await primary(1);
    dispatcher.hold.begin();
    const a = newcomer(dispatcher);
    newcomer(dispatcher);
    const counted = (): Measurements =>
      dispatcher.measurements({ processes: [], bytesIn: [], bytesOut: [] }, Infinity);
    expect(counted().waiting).toEqual({ backend: 0, place: 0, operator: 2 });
    dispatcher.cancel(a);
    dispatcher.hold.release();
    expect(counted().waiting).toEqual({ backend: 0, place: 0, operator: 0 });
    expect([counted().waits.served.count, counted().waits.left.count]).toEqual([1, 1]);
  });
});

describe('a hold of clients of workers', () => {
  it('holds those that are new, also where they stick to a backend, and no others', async () => {
    const { dispatcher, workers } = await primary(2);
    const worker = new Worker(dispatcher, { mustAsk: true, namesClients: true });
    workers.push(worker);
    const before = await connected(worker.dispatcher, 'x');
    dispatcher.hold.begin();
    const [moved, again] = [new TestRequest('x'), new TestRequest('x', '192.0.2.7')];
    Object.assign(again, { client: '192.0.2.7:4711' });
    worker.dispatcher.dispatch(moved);
    worker.dispatcher.dispatch(again);
    await delivered();
    expect([moved.told, again.told]).toEqual([['B1 sticky'], [HELD]]);
    expect(dispatcher.hold.step()).toMatchObject({ client: '192.0.2.7:4711', pick: { why: 'sticky' } });
    await delivered();
    expect([again.told.at(-1), before.backend?.name]).toEqual(['B1 sticky', 'B1']);
  });
});

describe('a hold that nobody ends', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick'] }));
  afterEach(() => void jest.useRealTimers());

  /** A control plane, and what it tells of holds. */
  function held(): { control: ControlPlane; told: object[] } {
    const told: object[] = [];
    const options = resolveOptions({ backends: [{ host: '127.0.0.1', port: 1, name: 'B1' }] });
    const emit = (name: string, event: object): void => void (name === 'hold_ended' && told.push(event));
    const control = new ControlPlane(options, { emit });
    control.hold.begin();
    return { control, told };
  }

  it('ends by itself after 15 minutes, which is told', () => {
    const { control, told } = held();
    const client = newcomer(control);
    jest.advanceTimersByTime(MAX_HOLD_MS - 1);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(told).toEqual([{ reason: 'timeout', heldMs: MAX_HOLD_MS, released: 1 }]);
    expect([control.hold.state, client.told]).toEqual([null, [HELD, 'queued for a backend']]);
  });

  it('ends when the balancer stops; one that was released is not ended again', () => {
    const { control, told } = held();
    newcomer(control);
    control.hold.stop();
    control.hold.stop();
    expect(told).toEqual([{ reason: 'stopping', heldMs: 0, released: 1 }]);
    control.hold.begin();
    control.hold.release();
    jest.advanceTimersByTime(2 * MAX_HOLD_MS);
    expect(told).toHaveLength(1);
  });
});
