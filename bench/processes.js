// The programs that the benchmark and the trials start. They run in the foreground, those of the benchmark each pinned to
// a core, and end with what started them.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processTree } from './usage.js';

/** Load and backends share a core, so that the balancer has the other to itself. */
export const LOAD_CORE = 0;
export const BALANCER_CORE = 1;

/** How long a program may take to end after SIGTERM. */
const PATIENCE_MS = 2000;

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** The last line of what a program said on standard error. */
function lastWords(file) {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1);
}

export class Processes {
  #running = new Set();
  #directory;
  #count = 0;
  #isClosed = false;

  /** @param directory - where the programs' standard error goes, a file each */
  constructor(directory) {
    this.#directory = directory;
    process.once('exit', this.#leaveNone);
  }

  #leaveNone = () => {
    for (const { pid } of this.#running) {
      signal(pid, 'SIGTERM');
      signal(pid, 'SIGCONT'); // one that is stopped could not obey
    }
  };

  /**
   * Starts a program, its standard input and output piped. In what it returns, `ended` is undefined for as long as it runs
   * and then says how it ended, `end` is a promise of its exit status, and `stderr` the file of its standard error.
   *
   * @param core - undefined for any
   * @param options - further ones of `spawn`
   */
  start(label, core, command, args, options = {}) {
    if (this.#isClosed) throw new Error(`${label} is not started: this run is ending`);
    const file = join(this.#directory, `${++this.#count}.stderr`);
    const stderr = openSync(file, 'w');
    const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
    const [first, ...rest] = [...pinned, command, ...args];
    const child = spawn(first, rest, { ...options, stdio: ['pipe', 'pipe', stderr] });
    closeSync(stderr);
    child.stdin.on('error', () => undefined);
    const program = { label, pid: child.pid, child, stderr: file, ended: undefined };
    program.end = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, by) => {
        this.#running.delete(program);
        program.ended = `${label} ended with ${by ?? `status ${status}`}: ${lastWords(file) || 'it said nothing'}`;
        resolve(status);
      });
    });
    program.end.catch((error) => (program.ended = `${label} does not start: ${error.message}`));
    this.#running.add(program);
    return program;
  }

  /**
   * Runs a program to its end, or interrupts it `interruptMs` after it began to write, and returns its standard output.
   */
  async run(label, core, command, args, { interruptMs, ...options } = {}) {
    const program = this.start(label, core, command, args, options);
    let output = '';
    let timer;
    program.child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (interruptMs) timer ??= setTimeout(() => signal(program.pid, 'SIGINT'), interruptMs);
    });
    const status = await program.end;
    clearTimeout(timer);
    if (status !== 0) throw new Error(program.ended);
    return output;
  }

  /** Ends a program and whatever it has started. */
  async stop(program) {
    if (program.ended !== undefined) return;
    const tree = processTree(program.pid);
    signal(program.pid, 'SIGTERM');
    const timer = setTimeout(() => tree.forEach((pid) => signal(pid, 'SIGKILL')), PATIENCE_MS);
    await program.end.catch(() => undefined);
    clearTimeout(timer);
  }

  async stopAll() {
    await Promise.all([...this.#running].map((program) => this.stop(program)));
  }

  /** Ends all, for good. */
  async close() {
    this.#isClosed = true;
    await this.stopAll();
    process.off('exit', this.#leaveNone);
  }
}

/** The first line that a program prints, as JSON. */
export async function firstReport(program) {
  for await (const line of createInterface({ input: program.child.stdout })) return JSON.parse(line);
  await program.end;
  throw new Error(program.ended);
}
