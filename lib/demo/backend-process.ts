import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LbsimError } from '../errors.js';

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));

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
    const args = ['server', '--name', this.name, '--log-format', 'json'];
    if (this.port !== undefined) args.push('--port', String(this.port));
    const child = spawn(process.execPath, [BINARY, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
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
