import { execFile } from 'node:child_process';
import { systemErrorCode } from '../errors.js';
import type { Log } from '../logging/logger.js';

/** Node has no datagram sockets of Unix, which the messages go through: this program, a part of systemd, sends them. */
const PROGRAM = 'systemd-notify';
/** It waits for systemd to take in the message, up to 5 s. */
const TIMEOUT_MS = 6000;

/** A message of sd_notify(3). */
type State = 'READY=1' | 'STOPPING=1';

/** What started this process and waits to be told when it is ready: systemd, for a unit of `Type=notify`. */
export class ServiceManager {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #log: Log;
  #told: Promise<void> = Promise.resolve();

  /** @param socket - where it takes messages: a path, or `@` and the name of an abstract socket */
  constructor(socket: string, log: Log) {
    this.#environment = { ...process.env, NOTIFY_SOCKET: socket };
    this.#log = log;
  }

  /** Sends a message after those before it. Resolves when it has been sent, or could not be, which is logged. */
  async tell(state: State): Promise<void> {
    this.#told = this.#told.then(() => this.#send(state));
    return this.#told;
  }

  async #send(state: State): Promise<void> {
    return new Promise((resolve) => {
      const options = { env: this.#environment, timeout: TIMEOUT_MS };
      execFile(PROGRAM, [state], options, (error, _stdout, stderr) => {
        if (error !== null) this.#failed(state, reasonOf(error, stderr));
        resolve();
      });
    });
  }

  #failed(state: State, reason: string): void {
    const message = `cannot tell systemd ${state} (${reason})`;
    this.#log({ level: 'warn', event: 'notify_failed', message, fields: { state, reason } });
  }
}

/**
 * @returns what to tell, if the environment names one. The variable is removed from it: child processes have nothing to tell.
 */
export function serviceManager(log: Log): ServiceManager | undefined {
  const { NOTIFY_SOCKET: socket } = process.env;
  delete process.env.NOTIFY_SOCKET;
  return socket === undefined || socket === '' ? undefined : new ServiceManager(socket, log);
}

function reasonOf(error: Error & { readonly killed?: boolean | undefined }, stderr: string): string {
  if (systemErrorCode(error) === 'ENOENT') return `${PROGRAM} is not installed`;
  if (error.killed === true) return `${PROGRAM} did not end within ${TIMEOUT_MS / 1000} s`;
  return stderr.trim() || error.message;
}
