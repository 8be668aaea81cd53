import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { signalAll, stopped } from '../helpers/processes.js';
import { TWO_WORKERS } from '../helpers/workers.js';

const onEnd = cleanup();

/** Longer than any limit of these tests. */
const STILL_MS = 3000;

/** Stops the primary process alone, has `meanwhile` happen, and lets it go on once every limit is over. */
async function primaryStandsStill(lb: Lbsim, meanwhile: () => unknown): Promise<void> {
  const processes = [lb.child.pid ?? 0];
  signalAll(processes, 'SIGSTOP');
  await stopped(processes);
  await meanwhile();
  await sleep(STILL_MS);
  signalAll(processes, 'SIGCONT');
}

async function connect(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  return client;
}

describe('workers whose primary stood still for longer than their limits', () => {
  it('serve a client in the queue whose place became free within --queue-timeout', async () => {
    const limits = ['--max-connections', '1', '--queue-timeout', '2s'];
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TWO_WORKERS, ...limits);
    const port = await lb.port();
    const served = await connect(port);
    expect(await served.ask('first')).toBe('B1:first');
    const waiting = await connect(port);
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
    const waiting = await connect(await lb.port());
    const answer = waiting.ask('patient');
    await sleep(500); // the worker has asked, and its time has begun

    await primaryStandsStill(lb, () => backend.start());

    expect(await answer).toBe('B1:patient');
  });

  it('give up a client whose time was over while nothing became free', async () => {
    const limits = ['--max-connections', '1', '--queue-timeout', '1s'];
    const lb = startBalance(await startBackends(1, onEnd), onEnd, ...TWO_WORKERS, ...limits);
    const port = await lb.port();
    const served = await connect(port);
    expect(await served.ask('first')).toBe('B1:first');
    const waiting = await connect(port);
    const answer = waiting.askInVain('second');
    await lb.event('max_connections_reached');

    await primaryStandsStill(lb, () => undefined);

    expect(await answer).toBeUndefined();
    expect(await lb.event('connection_close')).toMatchObject({ client: waiting.name, end: 'queue_timeout' });
  });
});
