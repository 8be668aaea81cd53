import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { queueForOnePlace, standStill } from '../helpers/standing-still.js';
import { TWO_WORKERS } from '../helpers/workers.js';

const onEnd = cleanup();

/** Stops the primary process alone; its workers go on. */
async function primaryStandsStill(lb: Lbsim, meanwhile: () => unknown): Promise<void> {
  await standStill([lb.child.pid ?? 0], meanwhile);
}

describe('workers whose primary stood still for longer than their limits', () => {
  it('serve a client in the queue whose place became free within --queue-timeout', async () => {
    const { lb, served, waiting } = await queueForOnePlace(onEnd, '2s', ...TWO_WORKERS);
    const answer = waiting.ask('second');
    await lb.event('max_connections_reached');

    await primaryStandsStill(lb, () => served.socket.destroy());

    expect(await answer).toBe('B1:second');
  });

  it('serve a client whose backend came up within --wait-for-backend-timeout', async () => {
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('no backend');
    await backend.stop();
    const patience = ['--wait-for-backend-timeout', '2s', '--health-check-interval', '0.2'];
    const lb = startBalance([backend], onEnd, ...TWO_WORKERS, ...patience);
    const waiting = await TestClient.connect(await lb.port());
    onEnd(() => waiting.socket.destroy());
    const answer = waiting.ask('patient');
    await sleep(500); // the worker has asked, and its time has begun

    await primaryStandsStill(lb, () => backend.start());

    expect(await answer).toBe('B1:patient');
  });

  it('give up a client whose time was over while nothing became free', async () => {
    const { lb, waiting } = await queueForOnePlace(onEnd, '1s', ...TWO_WORKERS);
    const answer = waiting.askInVain('second');
    await lb.event('max_connections_reached');

    await primaryStandsStill(lb, () => undefined);

    expect(await answer).toBeUndefined();
    expect(await lb.event('connection_close')).toMatchObject({ client: waiting.name, end: 'queue_timeout' });
  });
});
