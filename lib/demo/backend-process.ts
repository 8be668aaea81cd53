import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CHILD_NODE_OPTIONS } from '../child-node.js';
import { LbsimError } from '../errors.js';

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));
const NODE_OPTIONS = [
  ...CHILD_NODE_OPTIONS,
  '--import',
  new URL('../../dist/demo/end-with-parent.js', import.meta.url).href,
];

/**
 * Where a backend's port is drawn from: below those that systems give to outgoing connections, and not where servers
 * look for one, so that nobody takes it while the backend is down.
 */
const PORTS = { from: 10_000, to: 30_000 };
/** How many ports are tried. */
const MAX_DRAWS = 5;

/** A backend in a process of its own, so that to kill it is to kill it. */
export class BackendProcess {
  readonly name: string;
  /** Known once it has started; it keeps it from then on. */
  port: number | undefined;
  readonly #isOperable: boolean;
  #child: ChildProcess | undefined;

  /** @param isOperable - whether `lbsim ctl` can reach it */
  constructor(name: string, isOperable = false) {
    this.name = name;
    this.#isOperable = isOperable;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @returns when it listens @throws LbsimError `ERR_STATE` when it ended instead */
  async start(): Promise<void> {
    if (this.port !== undefined) return this.#startOn(this.port);
    for (let draws = 1; ; draws++) {
      const port = randomInt(PORTS.from, PORTS.to);
      try {
        await this.#startOn(port);
        this.port = port;
        return;
      } catch (error) {
        if (draws === MAX_DRAWS) throw error;
      }
    }
  }

  async #startOn(port: number): Promise<void> {
    const server = ['server', '--name', this.name, '--port', String(port)];
    const admin = this.#isOperable ? [] : ['--admin', 'off'];
    const log = ['--log-format', 'json', '--log-level', 'info'];
    // A Ctrl-C is for the demo alone, not for its whole process group.
    const detached = process.platform !== 'win32';
    const child = spawn(process.execPath, [...NODE_OPTIONS, BINARY, ...server, ...admin, ...log], {
      env: withoutOptions(process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached,
    }) as ChildProcessByStdio<null, null, Readable>;
    this.#child = child;
    let last = '';
    for await (const line of createInterface(child.stderr)) {
      last = line;
      if (!saysListening(line)) continue;
      child.stderr.resume();
      return;
    }
    throw new LbsimError(
      'ERR_STATE',
      `backend ${this.name} did not start (${last}): run lbsim server to see why`,
    );
  }

  /** Ends it at once, and does not wait for it to be gone. */
  abandon(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends it at once, as kill -9 does. @returns when the process is gone */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

/** What the user has set for lbsim is not for the demo's backends: it would make others of them. */
function withoutOptions(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('LBSIM_')));
}

function saysListening(line: string): boolean {
  return line.startsWith('{') && (JSON.parse(line) as { event?: string }).event === 'listening';
}
