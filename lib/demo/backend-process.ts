import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
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

/** A backend in a process of its own, so that to kill it is to kill it. */
export class BackendProcess {
  readonly name: string;
  /**
   * Known once it has started; it keeps it from then on. The server looks for it below the ports that the system gives
   * to outgoing connections, so that none of those takes it while the backend is down.
   */
  port: number | undefined;
  #child: ChildProcess | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @returns when it listens @throws LbsimError `ERR_STATE` when it ended instead */
  async start(): Promise<void> {
    const args = [...NODE_OPTIONS, BINARY, 'server', '--name', this.name, '--log-format', 'json'];
    if (this.port !== undefined) args.push('--port', String(this.port));
    // A Ctrl-C is for the demo alone, not for its whole process group.
    const detached = process.platform !== 'win32';
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached,
    }) as ChildProcessByStdio<null, null, Readable>;
    this.#child = child;
    let last = '';
    for await (const line of createInterface(child.stderr)) {
      last = line;
      const port = listeningPort(line);
      if (port === undefined) continue;
      this.port = port;
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

function listeningPort(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  const record = JSON.parse(line) as { event?: string; port?: number };
  return record.event === 'listening' ? record.port : undefined;
}
