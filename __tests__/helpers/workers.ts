import { TestClient, type TestBackend } from './backends.js';
import type { Lbsim, LogRecord } from './lbsim.js';

type Register = (close: () => unknown) => void;

/** Options of a balancer with two workers that logs every connection. */
export const TWO_WORKERS = ['--workers', '2', '--log-connections', 'all'];

/** Clients that stay, connected one after the other until each worker has two; and where each is. */
export async function clientsOfBoth(
  lb: Lbsim,
  port: number,
  onEnd: Register,
): Promise<{ client: TestClient; record: LogRecord }[]> {
  const held: { client: TestClient; record: LogRecord }[] = [];
  const of = (worker: number): number => held.filter(({ record }) => record.worker === worker).length;
  while (Math.min(of(1), of(2)) < 2) {
    const client = await TestClient.connect(port);
    onEnd(() => client.socket.destroy());
    await client.ask('x');
    const record = await lb.until(`connection_open of ${client.name}`, () => opened(lb, client));
    held.push({ client, record });
  }
  return held;
}

function opened(lb: Lbsim, client: TestClient): LogRecord | undefined {
  return lb.all('connection_open').find((record) => record.client === client.name);
}

/** How many clients the backends have, as they see it. */
export function total(backends: readonly TestBackend[]): number {
  return backends.reduce((sum, { clients }) => sum + clients.size, 0);
}

/** By how many clients the busiest backend is ahead of the least busy one. */
export function spread(backends: readonly TestBackend[]): number {
  const shares = backends.map(({ clients }) => clients.size);
  return Math.max(...shares) - Math.min(...shares);
}

/** The process ids of all workers so far. */
export function pids(lb: Lbsim): number[] {
  return lb.all('worker_started').map(({ pid }) => Number(pid));
}
