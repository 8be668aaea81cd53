import { describe, expect, it } from '@jest/globals';
import { askOnce, TestClient } from '../helpers/backends.js';
import { startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';

const onEnd = cleanup();

/** Connects one client after another and keeps them all. @returns whom each was given to */
async function hold(port: number, count: number): Promise<{ clients: TestClient[]; names: string[] }> {
  const clients: TestClient[] = [];
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const client = await TestClient.connect(port);
    onEnd(() => client.socket.destroy());
    clients.push(client);
    names.push((await client.ask('x'))?.split(':')[0] ?? 'closed');
  }
  return { clients, names };
}

describe('lbsim balance, scheduling', () => {
  it('takes the backends in the order given, the first one first, with round-robin', async () => {
    const backends = await startBackends(3, onEnd);
    const lb = startBalance(backends, onEnd, '--algorithm', 'round-robin', '--sticky-key', 'none');
    const port = await lb.port();
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await askOnce(port));
    expect(answers).toEqual(['B1', 'B2', 'B3', 'B1', 'B2', 'B3', 'B1']);
    await lb.event('connection_open', 7);
    expect(lb.all('connection_open').map(({ why }) => why)).toEqual(Array(7).fill('round-robin'));
  });

  it("follows nginx's smooth order when weights differ", async () => {
    const [b1, b2] = await startBackends(2, onEnd);
    const weighted = [{ spec: `${b1?.spec}@3` }, { spec: `${b2?.spec}` }];
    const lb = startBalance(weighted, onEnd, '--algorithm', 'round-robin', '--sticky-key', 'none');
    const port = await lb.port();
    const answers = [];
    for (let i = 0; i < 8; i++) answers.push(await askOnce(port));
    expect(answers).toEqual(['B1', 'B1', 'B2', 'B1', 'B1', 'B1', 'B2', 'B1']);
  });

  it('gives a new client to the backend with the fewest connections, with least-connections', async () => {
    const backends = await startBackends(3, onEnd);
    const lb = startBalance(backends, onEnd, '--algorithm', 'least-connections', '--sticky-key', 'none');
    const port = await lb.port();
    const { clients, names } = await hold(port, 5);
    expect(names).toEqual(['B1', 'B2', 'B3', 'B1', 'B2']);
    await clients[1]?.close();
    await clients[4]?.close();
    await lb.event('connection_close', 2);
    expect((await hold(port, 3)).names).toEqual(['B2', 'B3', 'B2']);
  });

  it('is round-robin while loads are even and least-connections when they are not, with auto', async () => {
    const backends = await startBackends(3, onEnd);
    const lb = startBalance(backends, onEnd, '--sticky-key', 'none');
    const { names } = await hold(await lb.port(), 6);
    expect(names).toEqual(['B1', 'B2', 'B3', 'B1', 'B2', 'B3']);
    await lb.event('connection_open', 6);
    expect(lb.all('connection_open').map(({ why }) => why)).toEqual([
      'round-robin',
      'least-connections',
      'least-connections',
      'round-robin',
      'least-connections',
      'least-connections',
    ]);
  });

  it.each(['random', 'power-of-two', 'peak-ewma'])('uses every backend with %s', async (algorithm) => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, '--algorithm', algorithm, '--sticky-key', 'none');
    const port = await lb.port();
    const seen = new Set<string | undefined>();
    for (let i = 0; i < 64; i++) seen.add(await askOnce(port)); // all of one kind once in 2^63 runs
    expect([...seen].sort()).toEqual(['B1', 'B2']);
  });
});
