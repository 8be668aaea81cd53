import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CHILD_NODE_OPTIONS, END_WITH_PARENT } from '../../child-node.js';
import type { Log } from '../../logging/log-entry.js';
import type { Address } from '../../net/address.js';
import { NO_COUNTS, type LoadCounts } from './load.js';
import type { LoadNews, LoadOrder } from './messages.js';
import type { LoadSettings } from './settings.js';

const PROGRAM = fileURLToPath(new URL('../../../dist/playground/load/load-process.js', import.meta.url));
/** After which a process that has ended is started again. */
const RESTART_MS = 1000;

/** The load, in a process of its own. One that ends is started again. */
export class LoadChild {
  readonly #log: Log;
  #settings: LoadSettings;
  #counts = NO_COUNTS;
  #target: Address | undefined;
  #child: ChildProcess | undefined;
  #restart: NodeJS.Timeout | undefined;

  constructor(settings: LoadSettings, log: Log) {
    this.#settings = settings;
    this.#log = log;
  }

  get settings(): LoadSettings {
    return this.#settings;
  }

  /** As it was told last, up to 250 ms ago. */
  get counts(): LoadCounts {
    return this.#counts;
  }

  /** @param target - where connections go */
  start(target: Address): void {
    this.#target = target;
    const child = fork(PROGRAM, {
      execArgv: [...CHILD_NODE_OPTIONS, ...END_WITH_PARENT],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A Ctrl-C is for the command alone, not for its whole process group.
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    child.on('message', (news: LoadNews) => {
      if (child === this.#child) this.#counts = news;
    });
    child.on('error', () => undefined); // its exit is what counts
    child.once('exit', (code, signal) => this.#ended(child, target, signal ?? `status ${code ?? '?'}`));
    this.#tell(false);
  }

  /** @param reset - whether counts begin anew */
  change(settings: LoadSettings, reset = false): void {
    this.#settings = settings;
    if (reset) this.#counts = NO_COUNTS;
    this.#tell(reset);
  }

  /** @returns when its process is gone, and its connections with it */
  async close(): Promise<void> {
    clearTimeout(this.#restart);
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  #tell(reset: boolean): void {
    const child = this.#child;
    if (child?.connected !== true || this.#target === undefined) return;
    const order: LoadOrder = { ...this.#settings, target: this.#target, reset };
    child.send(order, () => undefined); // whether it is still there, its exit says
  }

  #ended(child: ChildProcess, target: Address, reason: string): void {
    if (child !== this.#child) return;
    this.#counts = { ...this.#counts, open: 0, held: 0 };
    this.#log({
      level: 'warn',
      event: 'load_lost',
      message: `the process of the load has ended (${reason}): another one starts`,
      fields: { reason },
    });
    this.#restart = setTimeout(() => this.start(target), RESTART_MS);
  }
}
