import { describe, expect, it } from '@jest/globals';
import { TestClient } from '../helpers/backends.js';
import { ended, startBackends, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';

const onEnd = cleanup();

async function start(backends: number, ...options: string[]): Promise<{ lb: Lbsim; port: number }> {
  const lb = startBalance(await startBackends(backends, onEnd), onEnd, '--sticky-key', 'none', ...options);
  return { lb, port: await lb.port() };
}

async function connect(port: number): Promise<TestClient> {
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  return client;
}

/** Clients that are served, each by the backend that is shown. */
async function served(port: number, count: number): Promise<{ clients: TestClient[]; by: string[] }> {
  const clients: TestClient[] = [];
  const by: string[] = [];
  for (let i = 0; i < count; i++) {
    const client = await connect(port);
    by.push((await client.ask('x')) ?? 'closed');
    clients.push(client);
  }
  return { clients, by };
}

describe.each([
  ['--max-connections', '2', 1],
  ['--max-per-backend', '1', 2],
] as const)('%s %s', (option, value, backends) => {
  it('has the next clients wait, their bytes kept, and lets them in one by one, in the order in which they came', async () => {
    // In one process the clients that come are known in the order in which they connected.
    const { lb, port } = await start(backends, option, value, '--workers', '1');
    const { clients, by } = await served(port, 2);
    expect(by).toEqual(backends === 1 ? ['B1:x', 'B1:x'] : ['B1:x', 'B2:x']);

    const waiting: TestClient[] = [];
    const answers: (Promise<string | undefined> | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      waiting.push(await connect(port));
      answers.push(waiting[i]?.ask(`early ${i}`));
    }
    for (const [i, client] of [...clients, ...waiting].slice(0, 4).entries()) {
      await lb.event('connection_open', 2 + i);
      expect(lb.all('connection_open')).toHaveLength(2 + i);
      await client.close();
      await lb.event('connection_open', 3 + i);
      expect(await answers[i]).toMatch(new RegExp(`^B[12]:early ${i}$`));
    }
    const opened = lb.all('connection_open').slice(2);
    expect(opened.map(({ client }) => client)).toEqual(waiting.map(({ name }) => name));
  });

  it('frees the place of one that leaves while it waits', async () => {
    const { lb, port } = await start(backends, option, value);
    const { clients } = await served(port, 2);
    const [leaver, stayer] = [await connect(port), await connect(port)];
    leaver.socket.destroy();
    const answer = stayer.ask('still here');
    expect(await ended(lb, leaver.name)).toMatchObject({ end: 'client_gone', backend: null });
    await clients[0]?.close();
    expect(await answer).toMatch(/^B[12]:still here$/);
  });

  it('closes at once the clients past --queue-max', async () => {
    const { lb, port } = await start(backends, option, value, '--queue-max', '1');
    const { clients } = await served(port, 2);
    const [first, second] = [await connect(port), await connect(port)];
    const gone = await lb.event('connection_close');
    expect(gone).toMatchObject({ backend: null, bytesIn: 0, end: 'queue_full' });
    const [waits, refused] = gone.client === first.name ? [second, first] : [first, second];
    expect(await refused.answer()).toBeUndefined();
    const answer = waits.ask('y');
    await clients[1]?.close();
    expect(await answer).toMatch(/^B[12]:y$/);
  });

  it('closes the clients that have waited for --queue-timeout', async () => {
    const { lb, port } = await start(backends, option, value, '--queue-timeout', '300ms');
    await served(port, 2);
    const began = performance.now();
    const client = await connect(port);
    expect(await client.askInVain('y')).toBeUndefined();
    expect(performance.now() - began).toBeGreaterThanOrEqual(295);
    expect(await ended(lb, client.name)).toMatchObject({ backend: null, end: 'queue_timeout' });
  });
});

describe('lbsim balance, its limits', () => {
  it('say once a second at most that all places are taken', async () => {
    const { lb, port } = await start(1, '--max-connections', '1', '--queue-max', '0');
    await served(port, 1);
    const began = performance.now();
    for (let i = 0; i < 30; i++) expect(await (await connect(port)).answer()).toBeUndefined();
    await lb.event('connection_close', 30);
    const said = lb.all('max_connections_reached');
    expect(said[0]).toMatchObject({ level: 'warn', maxConnections: 1, queued: 0 });
    expect(said.length).toBeLessThanOrEqual(1 + Math.floor((performance.now() - began) / 1000));
  });

  it('count a client that waits for a backend to be up as served', async () => {
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('one was asked for');
    await backend.stop();
    const options = ['--max-connections', '2', '--queue-max', '1', '--health-check-interval', '0.2'];
    const lb = startBalance([backend], onEnd, ...options);
    const port = await lb.port();
    const clients = [await connect(port), await connect(port), await connect(port), await connect(port)];
    const answers = clients.map((client) => client.askInVain('x'));
    expect(await lb.event('connection_close')).toMatchObject({ end: 'queue_full' });
    await backend.start();
    await lb.event('connection_open', 2);
    expect(lb.all('connection_open')).toHaveLength(2);
    const first = lb.all('connection_open').map(({ client }) => client);
    for (const client of clients) if (client.name === first[0]) await client.close();
    await lb.event('connection_open', 3);
    expect((await Promise.all(answers)).filter((answer) => answer === 'B1:x')).toHaveLength(3);
  });

  it('are those of one line: the oldest are served, whatever they waited for, and the youngest refused', async () => {
    const [backend] = await startBackends(1, onEnd);
    if (backend === undefined) throw new Error('one was asked for');
    await backend.stop();
    // In one process the clients that come are known in the order in which they connected.
    const options = ['--workers', '1', '--health-check-interval', '0.2', '--max-connections', '4'];
    const lb = startBalance([backend], onEnd, ...options, '--max-per-backend', '2', '--queue-max', '2');
    const port = await lb.port();
    const clients: TestClient[] = [];
    for (let i = 0; i < 6; i++) clients.push(await connect(port)); // four for a backend, two for a place
    const answers = clients.map((client, i) => client.askInVain(`${i}`));
    await lb.event('max_connections_reached');
    await backend.start();
    await lb.event('connection_close', 2);
    await lb.event('connection_open', 2);
    for (const client of clients.slice(0, 2)) {
      await lb.until('its answer', () =>
        lb.all('connection_open').some((open) => open.client === client.name),
      );
      await client.close();
    }
    expect(await Promise.all(answers)).toEqual(['B1:0', 'B1:1', 'B1:2', 'B1:3', undefined, undefined]);
    const names = clients.map(({ name }) => name);
    expect(lb.all('connection_open').map(({ client }) => client)).toEqual(names.slice(0, 4));
    const refused = lb.all('connection_close').filter(({ end }) => end === 'queue_full');
    expect(refused.map(({ client }) => client).sort()).toEqual(names.slice(4).sort());
  });

  it('send a client whose own backend is full to another, and back there later', async () => {
    const backends = await startBackends(2, onEnd);
    const lb = startBalance(backends, onEnd, '--max-per-backend', '1', '--algorithm', 'round-robin');
    const port = await lb.port();
    const { clients, by } = await served(port, 2);
    expect(by).toEqual(['B1:x', 'B2:x']);
    for (const client of clients) await client.close();
    await lb.event('connection_close', 2);
    expect((await served(port, 1)).by).toEqual(['B1:x']);
    await lb.event('connection_open', 3);
    expect(lb.all('connection_open').map(({ why }) => why)).toEqual(['round-robin', 'round-robin', 'sticky']);
  });
});
