import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onlyWhere } from './only-where.js';
import { quietPort } from './ports.js';
import { temporaryFolder } from './folder.js';

/** A user of the store with all rights, whose password is its name. */
const OPERATOR = 'operator';
const RIGHTS = ['on', `>${OPERATOR}`, '~*', '&*', '+@all'];

type OnEnd = (close: () => unknown) => void;

/** The first of these that this machine has. */
const SERVER = ['redis-server', 'valkey-server'].find(
  (command) => spawnSync(command, ['--version']).error === undefined,
);

export const WITH_REDIS = onlyWhere(
  SERVER !== undefined,
  'a store of a lab takes redis-server or valkey-server (apt-get install redis-server)',
);

export const WITH_REDIS_TLS = onlyWhere(
  SERVER !== undefined && knowsTls(SERVER) && spawnSync('openssl', ['version']).error === undefined,
  'a store that speaks TLS takes a redis-server or valkey-server that was built so, and openssl(1)',
);

/** A real store on a free port of loopback, with a folder of its own and nothing kept on disk. */
export class TestRedis {
  readonly port: number;
  /** Its Unix socket. */
  readonly path: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  readonly #protocol: 'tcp' | 'tls';
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string, args: readonly string[], protocol: 'tcp' | 'tls') {
    this.port = port;
    this.#protocol = protocol;
    this.path = join(folder, 'store.sock');
    this.#folder = folder;
    this.#args = args;
  }

  /** @param args - beside its own */
  static async start(
    onEnd: OnEnd,
    args: readonly string[] = [],
    protocol: 'tcp' | 'tls' = 'tcp',
  ): Promise<TestRedis> {
    const folder = await temporaryFolder(onEnd);
    const redis = new TestRedis(await quietPort(), folder, args, protocol);
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
    const port = this.#protocol === 'tls' ? ['--port', '0', '--tls-port'] : ['--port'];
    const args = [...port, String(this.port), '--bind', '127.0.0.1', '--unixsocket', this.path];
    const child = spawn(
      SERVER ?? 'redis-server',
      [...args, '--save', '', '--dir', this.#folder, '--user', OPERATOR, ...RIGHTS, ...this.#args],
      { stdio: ['ignore', 'pipe', 'inherit'] },
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

  /** Says something to the store, as an operator whom no other word can shut out. @returns its answer */
  async say(...words: readonly string[]): Promise<string> {
    const { createClient } = await import('@redis/client');
    const client = createClient({
      socket: { path: this.path, tls: false },
      username: OPERATOR,
      password: OPERATOR,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const answer = await client.sendCommand<string | number | string[]>([...words]);
      return Array.isArray(answer) ? answer.join() : String(answer);
    } finally {
      client.destroy();
    }
  }
}

/** Whether it was built with TLS: of two options it refuses the first that it does not know. */
function knowsTls(server: string): boolean {
  const { stdout, stderr } = spawnSync(server, ['--tls-auth-clients', 'no', '--no-option', '1'], {
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.includes('no-option');
}
