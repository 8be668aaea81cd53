import { describe, expect, it } from '@jest/globals';
import { connected, delivered, primary, TestRequest, Worker } from './dispatching.js';

describe('a worker whose client has waited for as long as it may', () => {
  it('is told that its search still goes on, once all that came before has been read', async () => {
    const { dispatcher } = await primary(1, { maxPerBackend: 1 });
    const [one, other] = [new Worker(dispatcher), new Worker(dispatcher)];
    const served = await connected(one.dispatcher);
    const waiting = new TestRequest();
    other.dispatcher.dispatch(waiting);
    await delivered();
    const confirmed: number[] = [];
    const confirm = (): void => other.dispatcher.confirmWait(waiting, (delayMs) => confirmed.push(delayMs));

    confirm();
    await delivered();
    expect(confirmed).toEqual([expect.any(Number)]);

    // The worker that asks is read first.
    other.session.handlers.confirmWait(1);
    one.session.handlers.connectionClosed(served.connection, true);
    confirm();
    await delivered();
    expect(waiting.told).toEqual(['queued for a place', 'B1 round-robin']);
    expect(confirmed).toHaveLength(1);
  });

  it('is told at once where no search is under way', async () => {
    const { dispatcher } = await primary(1);
    const worker = new Worker(dispatcher);
    const { backend } = await connected(worker.dispatcher);
    const confirmed: number[] = [];

    worker.dispatcher.confirmWait(new TestRequest(), (delayMs) => confirmed.push(delayMs));

    expect([backend?.name, confirmed]).toEqual(['B1', [0]]);
  });
});
