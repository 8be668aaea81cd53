// One run of a trial: its programs, its files, and the end of both, whatever happens.
import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../bench/ports.js';
import { Processes } from '../bench/processes.js';
import { processTree } from '../bench/usage.js';

const LBSIM = fileURLToPath(new URL('../bin/lbsim.js', import.meta.url));
const COLLECTOR = new URL('programs/collector.js', import.meta.url).href;
const PROGRAMS = fileURLToPath(new URL('programs/', import.meta.url));

/**
 * Has glibc take buffers of some size from the system by themselves, and give them back as soon as they are freed, see
 * mallopt(3). Otherwise those that come and go leave holes of 20 MB, more or less by chance.
 */
const STEADY_MALLOC = { MALLOC_MMAP_THRESHOLD_: String(16 * 1024) };

/** No pinning: a trial proves, it does not measure. */
const ANY_CORE = undefined;

/** How long a program may take to start, or to collect its garbage: no verdict on the machine's pace. */
const PATIENCE_MS = 60_000;

/** The signal that has ended this run, if one has. What fails after that is no news. */
let endedBy;

export const isInterrupted = () => endedBy !== undefined;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export class Stage {
  #heaps;
  #isKept = false;

  /** Makes a temporary directory. From here on SIGINT and SIGTERM end the run, and all programs with it. */
  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), 'lbsim-trials-'));
    this.#heaps = join(this.directory, 'heaps');
    mkdirSync(this.#heaps);
    this.processes = new Processes(this.directory);
    process.once('exit', () => {
      if (!this.#isKept) rmSync(this.directory, { recursive: true, force: true });
    });
    for (const signal of SIGNALS) process.once(signal, this.#interrupted);
  }

  #interrupted = (signal) => {
    endedBy = signal;
    console.error(`ended by ${signal}`);
    void this.close().finally(() => process.exit(1));
  };

  /** Starts a program that runs until it is stopped. See {@link Processes#start}. */
  start(label, command, args, options) {
    const program = this.processes.start(label, ANY_CORE, command, args, options);
    program.child.stdout.resume();
    return program;
  }

  /** Runs a program to its end, and answers its standard output. */
  run(label, command, args, options) {
    return this.processes.run(label, ANY_CORE, command, args, options);
  }

  /** Runs one of programs/ to its end. @returns the JSON that it prints */
  async runProgram(name, args, nodeOptions = []) {
    const file = join(PROGRAMS, `${name}.js`);
    return JSON.parse(await this.run(name, process.execPath, [...nodeOptions, file, ...args.map(String)]));
  }

  /** Starts one of programs/. @returns it; its `report` answers the next line that it prints, as JSON */
  startProgram(name, args) {
    const file = join(PROGRAMS, `${name}.js`);
    const program = this.processes.start(name, ANY_CORE, process.execPath, [file, ...args.map(String)]);
    const lines = createInterface({ input: program.child.stdout })[Symbol.asyncIterator]();
    const report = async () => {
      const { value, done } = await lines.next();
      if (!done) return JSON.parse(value);
      await program.end;
      throw new Error(program.ended);
    };
    return Object.assign(program, { report });
  }

  /** Runs an `lbsim` command to its end. @returns its standard output */
  runLbsim(args) {
    return this.run('lbsim', process.execPath, [LBSIM, ...args]);
  }

  /** Starts an `lbsim` command that logs JSON. @returns the program, as soon as it and its admin API listen, with its `port` */
  async lbsim(label, args, env = {}) {
    const program = this.start(label, process.execPath, [LBSIM, ...args, '--log-format', 'json'], {
      env: { ...process.env, ...env },
    });
    const { port } = await logged(program, 'listening');
    await logged(program, 'admin_listening'); // it opens files until then
    return Object.assign(program, { port });
  }

  /** A backend on a free port, or on the one that it had before. */
  async server(name, { port, mode = 'named' } = {}) {
    const own = String(port ?? (await freePort()));
    return this.lbsim(name, ['server', '--name', name, '--port', own, '--mode', mode]);
  }

  /**
   * A balancer on a free port.
   *
   * @param backends - `{ label, port }` each
   * @param setup.steady - whether its memory is to be compared at two times: chance has less of a part in it then, but it is
   *   slower. See programs/collector.js
   * @returns the program; its `collect` has all of its processes collect their garbage
   */
  async balancer(backends, options = [], { steady = false } = {}) {
    const list = backends.map(({ label, port }) => `${label}=127.0.0.1:${port}`).join(',');
    const program = await this.lbsim('balance', ['balance', '--port', '0', '--backends', list, ...options], {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${COLLECTOR}`.trim(),
      TRIALS_HEAPS: this.#heaps,
      ...(steady && { TRIALS_STEADY: '1', ...STEADY_MALLOC }),
    });
    return Object.assign(program, { collect: () => this.#collect(program) });
  }

  /** @returns the KB of the heaps that are in use after all garbage is collected */
  async #collect(program) {
    let total = 0;
    for (const pid of processTree(program.pid)) {
      const { collections } = this.#heap(pid);
      process.kill(pid, 'SIGUSR2');
      await until(
        `process ${pid} has collected its garbage`,
        () => this.#heap(pid).collections > collections,
      );
      total += this.#heap(pid).heap;
    }
    return total / 1024;
  }

  #heap(pid) {
    try {
      return JSON.parse(readFileSync(join(this.#heaps, String(pid)), 'utf8'));
    } catch {
      return { collections: 0, heap: 0 };
    }
  }

  /** Ends one by SIGTERM. @returns its exit status, null when that was not enough */
  async stop(program) {
    await this.processes.stop(program);
    return program.end;
  }

  /** Leaves the files where they are, among them the programs' logs, for whoever looks into a failure. @returns where */
  keep() {
    this.#isKept = true;
    return this.directory;
  }

  /** Ends all programs; none can be started any more. The files go with this process. */
  async close() {
    await this.processes.close();
    for (const signal of SIGNALS) process.off(signal, this.#interrupted);
  }
}

/** What a program has written to standard error so far. */
export const logOf = (program) => readFileSync(program.stderr, 'utf8');

/** Where the log of a program ends now, for {@link logSince}. */
export const logEnd = (program) => statSync(program.stderr).size;

/** What a program has written to standard error since then: a long log is not read as a whole again and again. */
export function logSince(program, start) {
  const file = openSync(program.stderr, 'r');
  try {
    const bytes = Buffer.alloc(fstatSync(file).size - start);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}

/** The first record of an event in a program's log, as soon as there is one. */
async function logged(program, event) {
  let record;
  await until(`${program.label} logs ${event}`, () => {
    if (program.ended !== undefined) throw new Error(program.ended);
    const line = logOf(program)
      .split('\n')
      .slice(0, -1)
      .find((text) => text.includes(`"event":"${event}"`));
    record = line && JSON.parse(line);
    return record !== undefined;
  });
  return record;
}

/**
 * Waits until something is so, which no event tells.
 *
 * @throws Error when it is not within a minute
 */
export async function until(what, isSo) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain until ${what}`);
    await sleep(10);
  }
}
