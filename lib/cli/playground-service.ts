import { isatty } from 'node:tty';
import { runningProcesses } from '../admin/runtime-folder.js';
import type { Log } from '../logging/logger.js';
import type { Address } from '../net/address.js';
import { DEFAULT_LOAD } from '../playground/load/settings.js';
import { Playground } from '../playground/playground.js';
import { RunState } from '../run-state.js';
import type { Values } from '../schema/option.js';
import { openBrowser } from './open-browser.js';
import type { PLAYGROUND_TABLE } from './options/playground-table.js';
import { playgroundBalancer, type PlaygroundBalancer } from './playground-balancer.js';

/** Logged at INFO; the rest of what its balancer logs is for those who ask for DEBUG. */
const TOLD = ['listening', 'failover', 'failback', 'operated', 'scene_step', 'stopped'];

/** All of `lbsim playground`: its backends, its balancer with an admin API, its load. */
export class PlaygroundService {
  /** Resolves when the admin API was asked to stop it, with the time that connections have to finish, if that was said. */
  readonly asked: Promise<number | undefined>;
  #stop: (drainMs?: number) => void = () => undefined;
  readonly #values: Values<typeof PLAYGROUND_TABLE>;
  readonly #log: Log;
  readonly #state = new RunState('the playground');
  readonly #playground: Playground;
  #running: PlaygroundBalancer | undefined;

  constructor(values: Values<typeof PLAYGROUND_TABLE>, log: Log) {
    this.#values = values;
    this.#log = quiet(log);
    this.asked = new Promise((resolve) => (this.#stop = resolve));
    this.#playground = new Playground({
      backends: values.backends,
      load: { ...DEFAULT_LOAD, rate: values.rate },
      // Its events are those of the stream, too, once there is one.
      log: (entry) => (this.#running?.admin.log ?? this.#log)(entry),
      onKilled: () => runningProcesses(),
    });
  }

  /**
   * Starts the backends, then the balancer.
   *
   * @returns where the balancer listens
   * @throws LbsimError as `Balancer.listen`; `ERR_STATE`: it was closed meanwhile, or a backend did not start
   */
  async listen(): Promise<Address> {
    this.#state.listen();
    try {
      const backends = await this.#playground.startBackends();
      this.#running = await playgroundBalancer(this.#values, backends, this.#log);
      this.#state.refuseIfClosed();
      return await this.#running.balancer.listen();
    } catch (error) {
      await this.#playground.close();
      throw error;
    }
  }

  /** Opens the page and the admin API, and begins the load. @param address - of the balancer @returns closes them */
  async openPage(address: Address): Promise<() => Promise<void>> {
    if (this.#running === undefined) throw new Error('a page is opened once the balancer listens');
    const { balancer, admin, metrics, config } = this.#running;
    const closePage = await admin.open(
      {
        kind: 'balance',
        ...{ address, balancer, config, playground: this.#playground, history: metrics.history },
        workers: this.#values.workers,
        stop: (drainMs) => this.#stop(drainMs),
      },
      {
        announce: (page) => process.stdout.write(`${page}\n`),
        ...(!this.#values['no-open'] && isatty(1) && { show: openBrowser }),
      },
    );
    if (!this.#state.isClosed) this.#playground.open(balancer, address);
    return closePage;
  }

  /** Ends the load, then the balancer, then the backends. @param drainMs - time that connections of others have to finish */
  async close(drainMs?: number): Promise<void> {
    this.#state.close();
    await this.#playground.closeLoad();
    await this.#running?.balancer.close(drainMs);
    await this.#playground.close();
  }
}

function quiet(log: Log): Log {
  return (entry) =>
    log(entry.level === 'info' && !TOLD.includes(entry.event) ? { ...entry, level: 'debug' } : entry);
}
