import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../bin/lbsim.js', import.meta.url));

/** One line of a JSON log. */
export type LogRecord = {
  readonly event: string;
  readonly level: string;
  readonly message: string;
} & Readonly<Record<string, unknown>>;

export interface LbsimOptions {
  /** Standard input; a number is an open file. */
  readonly input?: 'ignore' | 'pipe' | number;
  readonly env?: object;
  /** An open file that takes the place of the pipe that is standard output. */
  readonly stdout?: number;
  /** File descriptors that it may have at most. */
  readonly descriptors?: number;
  /** Puts another command before it. */
  readonly within?: (command: readonly string[]) => readonly string[];
}

/** How a process ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A running `lbsim` command, the built binary as users run it, logging JSON. Its events are kept from the start, so
 * that one that has already happened can still be waited for.
 */
export class Lbsim {
  readonly child: ChildProcess;
  readonly records: LogRecord[] = [];
  readonly ended: Promise<Ending>;
  stdout = '';
  stderr = '';
  readonly #waiting = new Set<() => void>();

  constructor(
    args: readonly string[],
    { input = 'ignore', env = {}, stdout, descriptors, within }: LbsimOptions = {},
  ) {
    const plain = [process.execPath, BINARY, ...args];
    const command = within?.(plain) ?? plain;
    // A limit is set by a shell, which the command then takes the place of.
    const limited = ['/bin/sh', '-c', `ulimit -n ${descriptors} && exec "$@"`, 'sh', ...command];
    const [file = '', ...words] = descriptors === undefined ? command : limited;
    this.child = spawn(file, words, {
      stdio: [input, stdout ?? 'pipe', 'pipe'],
      env: { ...process.env, LBSIM_LOG_FORMAT: 'json', ...env },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    if (this.child.stderr !== null) createInterface(this.child.stderr).on('line', (line) => this.#read(line));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (status, signal) => resolve({ status, signal }));
    });
    void this.ended.then(() => this.#wake());
  }

  /** All records of an event so far. */
  all(event: string): LogRecord[] {
    return this.records.filter((record) => record.event === event);
  }

  /** The `nth` record of an event (from 1), as soon as there is one. Rejects when the process ends without it. */
  async event(event: string, nth = 1): Promise<LogRecord> {
    return this.until(`event ${event} no. ${nth}`, () => this.all(event)[nth - 1]);
  }

  /** The first truthy answer; asked again whenever something was logged. Rejects when the process ends before. */
  async until<T>(what: string, ask: () => T | undefined | false): Promise<T> {
    for (;;) {
      const answer = ask();
      if (answer !== undefined && answer !== false) return answer;
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`lbsim ended before ${what}:\n${this.stderr}`);
      }
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The port of the `listening` event. */
  async port(): Promise<number> {
    return Number((await this.event('listening')).port);
  }

  /** Sends a signal and waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Ending> {
    this.child.kill(signal);
    return this.ended;
  }

  #read(line: string): void {
    this.stderr += `${line}\n`;
    if (line.startsWith('{')) this.records.push(JSON.parse(line) as LogRecord);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}

/** Runs a command to its end. */
export async function runLbsim(
  args: readonly string[],
  { input, env = {}, within }: { input?: string; env?: object; within?: LbsimOptions['within'] } = {},
): Promise<Ending & { stdout: string; stderr: string }> {
  const lbsim = new Lbsim(args, {
    input: 'pipe',
    env: { LBSIM_LOG_FORMAT: '', ...env },
    ...(within && { within }),
  });
  lbsim.child.stdin?.end(input);
  const ending = await lbsim.ended;
  return { ...ending, stdout: lbsim.stdout, stderr: lbsim.stderr };
}
