import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onlyWhere } from './only-where.js';
import { quietPort } from './ports.js';
import { temporaryFolder } from './folder.js';

type OnEnd = (close: () => unknown) => void;

/** The first of these that this machine has. */
const SERVER = ['redis-server', 'valkey-server'].find(
  (command) => spawnSync(command, ['--version']).error === undefined,
);

export const WITH_REDIS = onlyWhere(
  SERVER !== undefined,
  'a store of a lab takes redis-server or valkey-server (apt-get install redis-server)',
);

/** A real store on a free port of loopback, with a folder of its own and nothing kept on disk. */
export class TestRedis {
  readonly port: number;
  /** Its Unix socket. */
  readonly path: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, args: readonly string[]) {
    this.port = port;
    this.path = join(folder, 'store.sock');
    this.#folder = folder;
    this.#args = args;
  }

  /** @param args - beside its own */
  static async start(onEnd: OnEnd, args: readonly string[] = []): Promise<TestRedis> {
    const folder = await temporaryFolder(onEnd);
    const redis = new TestRedis(await quietPort(), folder, args);
    onEnd(() => redis.kill());
    await redis.start();
    return redis;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('the store does not run');
    return pid;
  }

  /** Empty, on the same port. */
  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--unixsocket', this.path];
    const child = spawn(
      SERVER ?? 'redis-server',
      [...args, '--save', '', '--dir', this.#folder, ...this.#args],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#process = child;
    for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      if (text.includes('Ready to accept connections')) break;
    }
    child.stdout.resume();
  }

  /** At once, with all that it holds. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }
}
