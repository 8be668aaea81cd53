import { describe, expect, it } from '@jest/globals';
import { KERNEL_SHARES } from '../../lib/net/listener.js';
import { TestClient } from '../helpers/backends.js';
import { startBackends } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import { Lbsim } from '../helpers/lbsim.js';
import { onlyWhere } from '../helpers/only-where.js';
import { gone } from '../helpers/processes.js';
import { quietPort } from '../helpers/ports.js';
import { pids, TWO_WORKERS } from '../helpers/workers.js';

const onEnd = cleanup();

/** What a worker does before it does anything else. */
type Preload = `${string}cluster.worker?.id === ${number}${string}`;

const REACHED = 'worker 2 has come so far';

const STUCK: Preload = `
  if (cluster.worker?.id === 2) {
    console.error('${REACHED}');
    await new Promise(() => setInterval(() => 0, 1e6));
  }`;

/** Listens a while after it was told to drain, and not before. */
const LISTENS_LATE: Preload = `
  import { Server } from 'node:net';
  const { listen } = Server.prototype;
  if (cluster.worker?.id === 2) {
    Server.prototype.listen = function (...args) {
      console.error('${REACHED}');
      process.on('message', (orders) => {
        if (orders.some(([order]) => order === 'drain')) setTimeout(() => listen.apply(this, args), 200);
      });
      return this;
    };
  }`;

/** Ended by a Ctrl-C that the primary has not seen yet. */
const INTERRUPTED: Preload = `
  if (cluster.worker?.id === 2) process.kill(process.pid, 'SIGINT');
  cluster.once('exit', () => process.kill(process.pid, 'SIGINT'));`;

/** Is killed when it is handed the socket on which it is to listen, before it has taken it. */
const killedAtHandle = (id: number): Preload => `
  if (cluster.worker?.id === ${id}) {
    process.prependListener('internalMessage', ({ cmd }) => {
      if (cmd === 'NODE_HANDLE') process.kill(process.pid, 'SIGKILL');
    });
  }`;

/** What holds a worker up is told by how Node listens. */
const HOLDS = ['--engine', 'node'];

async function balance(preload: Preload, ...options: string[]): Promise<{ lb: Lbsim; port: number }> {
  const [backend] = await startBackends(1, onEnd);
  const port = await quietPort();
  const source = `import cluster from 'node:cluster'; ${preload}`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` };
  const args = ['balance', '--port', `${port}`, '--backends', backend?.spec ?? '', ...TWO_WORKERS, ...HOLDS];
  const lb = new Lbsim([...args, ...options], { env });
  onEnd(() => lb.kill());
  return { lb, port };
}

/** A client of the worker that listens already, connected as soon as it does. */
async function clientOfFirst(port: number): Promise<TestClient> {
  for (;;) {
    const client = await TestClient.connect(port).catch(() => undefined);
    if (client === undefined) continue;
    onEnd(() => client.socket.destroy());
    // The first to be reached is the primary, which has the port for a moment, to see that it is free.
    if ((await client.askInVain('one')) === 'B1:one') return client;
  }
}

describe('a stop while workers come up', () => {
  it.each<[string, Preload]>([
    ['has not begun', STUCK],
    ['is about to listen', LISTENS_LATE],
  ])('lets the clients of one that listens finish while another one %s', async (_state, preload) => {
    const { lb, port } = await balance(preload);
    const client = await clientOfFirst(port);
    await lb.until(REACHED, () => lb.stderr.includes(REACHED));
    lb.child.kill('SIGTERM');
    expect(await lb.event('drain_started')).toMatchObject({ openConnections: 1 });
    expect(await client.ask('two')).toBe('B1:two');
    await client.close();
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_close')).toMatchObject([{ client: client.name, end: 'client_closed' }]);
    expect(lb.all('stopped')).toMatchObject([{ drained: 0 }]);
    expect(lb.all('worker_lost')).toEqual([]);
    await Promise.all(pids(lb).map(gone));
  });

  it('is a stop, and no failure, when a Ctrl-C has ended one of them first', async () => {
    const { lb } = await balance(INTERRUPTED);
    expect(await lb.ended).toEqual({ status: 0, signal: null });
    expect(lb.all('fatal')).toEqual([]);
    expect(lb.all('stopped')).toMatchObject([{ drained: 0 }]);
    await Promise.all(pids(lb).map(gone));
  });
});

describe('a worker that is killed while it comes up', () => {
  const whereHandles = onlyWhere(!KERNEL_SHARES, 'a socket is handed to workers before Node 23.1');

  whereHandles.it('is found out, and the start fails', async () => {
    const { lb } = await balance(killedAtHandle(2));
    expect(await lb.ended).toEqual({ status: 1, signal: null });
    const message = 'a worker ended before it listened: killed by SIGKILL';
    expect(lb.all('fatal')).toMatchObject([{ code: 'ERR_WORKER', message }]);
    await Promise.all(pids(lb).map(gone));
  });

  whereHandles.it('is found out in place of another one, and replaced', async () => {
    const { lb } = await balance(killedAtHandle(3));
    await lb.port();
    process.kill(pids(lb)[0] ?? 0, 'SIGKILL');
    expect(await lb.event('worker_lost', 2)).toMatchObject({ worker: 1, reason: 'killed by SIGKILL' });
    await lb.event('worker_started', 4);
    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    await Promise.all(pids(lb).map(gone));
  });
});
