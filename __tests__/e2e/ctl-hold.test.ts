import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { ended, startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Desk } from '../helpers/desk.js';

const onEnd = cleanup();

describe('lbsim ctl hold, step and release', () => {
  /** A client that has connected, and has said something. */
  async function comes(port: number): Promise<TestClient> {
    const client = await TestClient.connect(port);
    onEnd(() => client.socket.destroy());
    client.socket.write('hello\n');
    return client;
  }

  /** Until as many wait. */
  async function waiting(desk: Desk, count: number): Promise<void> {
    const wait = async (): Promise<number> =>
      (await desk.json<{ balancer: { waiting: number } }>()).balancer.waiting;
    while ((await wait()) !== count);
  }

  it('let clients wait, go one by one, each with the reason of its pick, and go at once', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(2, onEnd), '--algorithm', 'least-connections');
    const port = await lb.port();
    expect(await desk.ctl('hold')).toBe('new clients wait from now on; step lets one go, release all\n');
    const clients: TestClient[] = [];
    for (let count = 1; count <= 4; count++) {
      clients.push(await comes(port));
      await waiting(desk, count);
    }
    expect(await desk.ctl()).toMatch(/held: 4 {3}0 open {3}4 waiting\n/);
    const [first, second, third, fourth] = clients;
    expect(await desk.ctl('step')).toMatch(
      new RegExp(`^${first?.name} → B1: least-connections chose B1\\. .* \\(3 wait\\)\\n$`),
    );
    expect(await first?.answer()).toBe('B1:hello');
    expect(await desk.json('step')).toMatchObject({ client: second?.name, pick: { backend: 'B2' } });
    expect(await desk.json('connections')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ client: third?.name, backend: null })]),
    });
    third?.socket.resetAndDestroy();
    await waiting(desk, 1);
    expect(await desk.ctl('release')).toBe('1 client released; new clients do not wait\n');
    expect(await fourth?.answer()).toMatch(/^B\d:hello$/);
    expect(await desk.refused('step')).toEqual({
      status: 1,
      stderr: 'lbsim: new clients are not held: use hold first, then step\n',
    });
    expect((await desk.refused('step', 'all')).status).toBe(2);
    const operations = lb.all('operated').map(({ operation, value }) => [operation, value]);
    expect(operations).toEqual([
      ['hold', undefined],
      ['step', 'B1'],
      ['step', 'B2'],
      ['release', 1],
    ]);
  });

  it('end with the balancer: at SIGTERM those that wait are served, and it stops', async () => {
    const desk = await Desk.open(onEnd);
    const lb = await desk.balance(await startBackends(1, onEnd));
    await desk.ctl('hold');
    const client = await comes(await lb.port());
    await waiting(desk, 1);
    const stopped = lb.kill('SIGTERM');
    expect(await client.answer()).toBe('B1:hello');
    client.socket.end();
    expect(await ended(lb, client.name)).toMatchObject({ backend: 'B1', end: 'client_closed' });
    expect(await stopped).toMatchObject({ status: 0 });
    expect(lb.all('hold_ended')).toMatchObject([{ reason: 'stopping', released: 1 }]);
  });
});
