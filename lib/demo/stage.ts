import { setTimeout as sleep } from 'node:timers/promises';
import { Balancer } from '../balancer/balancer.js';
import type { ConnectionOpenEvent } from '../control/events.js';
import type { BalancerOptions } from '../control/options.js';
import { AnswerText } from '../client/answer-text.js';
import { LineClient } from '../client/line-client.js';
import { Payload } from '../client/payload.js';
import type { BackendProcess } from '../backend-process.js';
import type { Address } from '../net/address.js';
import { balanceCommandLine } from './command-line.js';
import type { Narrator } from './narrator.js';

/** Timeout of each connection and answer of the demo's clients, in milliseconds. */
const PATIENCE_MS = 5000;

/** Times that the story runs by, in milliseconds. */
export interface Tempo {
  /** For the reader, between chapters. */
  readonly pauseMs: number;
  readonly healthCheckIntervalMs: number;
  readonly healthCheckTimeoutMs: number;
  /** How long the load of the failover chapter lasts at least. */
  readonly loadMs: number;
}

/** A client of the story, on a connection that it keeps. */
export interface Guest {
  /** Sends a line. @returns the name of the backend that answered */
  ask(line: string): Promise<string | undefined>;
  leave(): Promise<void>;
}

/** What every chapter has at hand: the backends, a way to balance over them, clients, and somebody who tells of it. */
export class Stage {
  readonly backends: readonly BackendProcess[];
  readonly narrator: Narrator;
  readonly tempo: Tempo;
  readonly #open = new Set<Balancer>();
  readonly #onBalancer: (balancer: Balancer) => void;

  constructor(
    backends: readonly BackendProcess[],
    narrator: Narrator,
    tempo: Tempo,
    onBalancer: (balancer: Balancer) => void,
  ) {
    this.backends = backends;
    this.narrator = narrator;
    this.tempo = tempo;
    this.#onBalancer = onBalancer;
  }

  /** The backends as `--backends` takes them. */
  get backendSpecs(): string[] {
    return this.backends.map(({ name, port }) => `${name}=127.0.0.1:${port ?? '?'}`);
  }

  /** A balancer over all backends on a free port, for the length of a chapter. */
  async balance(
    options: Partial<BalancerOptions>,
    play: (balancer: Balancer, port: number, opened: readonly ConnectionOpenEvent[]) => Promise<void>,
  ): Promise<void> {
    this.narrator.command(balanceCommandLine(this.backendSpecs, options));
    const balancer = this.#create(options);
    const opened: ConnectionOpenEvent[] = [];
    balancer.on('connection_open', (event) => opened.push(event));
    try {
      const { port } = await balancer.listen();
      await play(balancer, port, opened);
    } finally {
      await balancer.close(0);
      this.#open.delete(balancer);
    }
  }

  /** Leaves a balancer over all backends running, and says what can be done with it. @param onListening - told of it before that */
  async keep(onListening: (balancer: Balancer, address: Address) => Promise<void>): Promise<void> {
    const balancer = this.#create({ stickyKey: 'none' });
    const address = await balancer.listen();
    await onListening(balancer, address);
    const { port } = address;
    const [first] = this.backends;
    this.narrator.chapter(`Still running: a balancer on port ${port}, and its backends`);
    this.narrator.say('try these in another terminal; Ctrl-C here ends all of it');
    this.narrator.command(
      [`lbsim client --port ${port}`],
      [`lbsim client --port ${port}`, '--count 1000', '--concurrency 20'],
      [`lbsim top --to ${port}`],
      [`lbsim ctl fault ${first?.name ?? ''} latency 300ms`],
      [`kill -9 ${first?.pid ?? ''}   # ${first?.name ?? ''}; then ask again`],
    );
  }

  #create(options: Partial<BalancerOptions>): Balancer {
    const { healthCheckIntervalMs, healthCheckTimeoutMs } = this.tempo;
    const backends = this.backends.map(({ name, port = 0 }) => ({ name, host: '127.0.0.1', port }));
    const times = { healthCheckIntervalMs, healthCheckTimeoutMs };
    const balancer = new Balancer({ backends, port: 0, ...times, ...options });
    this.#open.add(balancer);
    this.#onBalancer(balancer);
    return balancer;
  }

  /** A client that connects and stays. */
  async welcome(port: number): Promise<Guest> {
    const reader = new AnswerText();
    const address = { host: '127.0.0.1', port };
    const client = new LineClient(address, { connectTimeoutMs: PATIENCE_MS, timeoutMs: PATIENCE_MS, reader });
    await client.connect();
    return {
      ask: async (line) => {
        await client.exchange(Payload.text(line));
        return reader.backend;
      },
      leave: () => client.finish(),
    };
  }

  /** One line on a connection of its own. @returns the name of the backend that answered */
  async ask(port: number, line: string): Promise<string | undefined> {
    const guest = await this.welcome(port);
    const name = await guest.ask(line);
    await guest.leave();
    return name;
  }

  /** Time for the reader. */
  async pause(): Promise<void> {
    await sleep(this.tempo.pauseMs);
  }

  /** Closes what an abandoned chapter may have left open. */
  async clear(): Promise<void> {
    await Promise.all([...this.#open].map((balancer) => balancer.close(0)));
    await Promise.all(this.backends.map((backend) => backend.kill()));
  }
}
