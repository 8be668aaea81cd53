import type * as Library from '../../lib/index.js';
import { TestClient } from './backends.js';
import { startBackends, type Register } from './balance.js';

/** As it is installed: a group of workers runs the built worker. */
export const { Balancer, WorkerGroup, replay } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof Library;

export type Balancing = Library.Balancer | Library.WorkerGroup;
type Make<B extends Balancing = Balancing> = (options: Library.BalancerOptions) => B;

export const MAKERS: readonly (readonly [string, Make])[] = [
  ['a balancer in one process', (options) => new Balancer(options)],
  ['a balancer with two workers', (options) => new WorkerGroup(options, 2)],
];

/** A balancer that listens, with two backends, B1 and B2, in turn; all are closed when the test ends. */
export async function listening<B extends Balancing>(
  make: Make<B>,
  onEnd: Register,
  options: Omit<Library.BalancerOptions, 'backends'> = {},
): Promise<{ balancer: B; port: number }> {
  const backends = (await startBackends(2, onEnd)).map(({ name, port }) => ({
    ...{ name, port, host: '127.0.0.1' },
  }));
  const balancer = make({ algorithm: 'round-robin', stickyKey: 'none', port: 0, ...options, backends });
  onEnd(() => balancer.close(0));
  const { port } = await balancer.listen();
  return { balancer, port };
}

/** A client that stays, and has been answered; and by which backend. */
export async function answered(
  port: number,
  onEnd: Register,
): Promise<{ client: TestClient; backend: string }> {
  const client = await TestClient.connect(port);
  onEnd(() => client.socket.destroy());
  const answer = await client.ask('hello');
  return { client, backend: answer?.split(':')[0] ?? '' };
}
