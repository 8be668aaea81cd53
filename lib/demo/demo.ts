import type { Balancer } from '../balancer/balancer.js';
import { BackendProcess } from '../backend-process.js';
import type { Address } from '../net/address.js';
import type { Chapter } from './chapters/chapter.js';
import { drain } from './chapters/drain.js';
import { failover } from './chapters/failover.js';
import { leastConnections } from './chapters/least-connections.js';
import { roundRobin } from './chapters/round-robin.js';
import { sticky } from './chapters/sticky.js';
import type { Narrator } from './narrator.js';
import { Stage, type Tempo } from './stage.js';

const CHAPTERS: readonly Chapter[] = [roundRobin, leastConnections, sticky, failover, drain];

const UNHURRIED: Tempo = {
  pauseMs: 1000,
  healthCheckIntervalMs: 1000,
  healthCheckTimeoutMs: 500,
  loadMs: 3000,
};
const FAST: Tempo = { pauseMs: 0, healthCheckIntervalMs: 200, healthCheckTimeoutMs: 500, loadMs: 900 };

export interface DemoOptions {
  /** Without the pauses for the reader, and with short intervals. */
  readonly fast: boolean;
  /** Something is to be left running, for `lbsim ctl` as well. @default false */
  readonly keep?: boolean;
  readonly narrator: Narrator;
  /** Told of each balancer before it listens. */
  readonly onBalancer: (balancer: Balancer) => void;
}

/** The whole story on this machine: backends as child processes, a balancer, clients, all on free loopback ports. */
export class Demo {
  readonly #stage: Stage;

  constructor({ fast, keep, narrator, onBalancer }: DemoOptions) {
    const backends = ['B1', 'B2', 'B3'].map((name) => new BackendProcess(name, keep));
    this.#stage = new Stage(backends, narrator, fast ? FAST : UNHURRIED, onBalancer);
  }

  /**
   * Plays every chapter. What does not hold is told to the narrator; an error ends the story. The backends run on until
   * {@link close}.
   */
  async run(): Promise<void> {
    const { backends, narrator } = this.#stage;
    narrator.chapter('Three backends, each a process of its own');
    await Promise.all(backends.map((backend) => backend.start()));
    for (const { name, port, pid } of backends)
      narrator.say(`${name} on port ${port ?? '?'}, process ${pid ?? '?'}`);
    narrator.command(
      ...backends.map(({ name, port }) => [`lbsim server --name ${name} --port ${port ?? 0}`]),
    );
    for (const chapter of CHAPTERS) {
      await this.#stage.pause();
      narrator.chapter(chapter.title);
      await chapter.play(this.#stage);
    }
  }

  /** After the story: leaves a balancer running, and says what can be done with it. @param onListening - told of it before that */
  async keep(onListening: (balancer: Balancer, address: Address) => Promise<void>): Promise<void> {
    await this.#stage.keep(onListening);
  }

  /** Ends every process of the demo without waiting: for when this process itself has to end. */
  abandon(): void {
    for (const backend of this.#stage.backends) backend.abandon();
  }

  /** Ends every process and balancer of the demo. */
  async close(): Promise<void> {
    await this.#stage.clear();
  }
}
