import type { TcpNetConnectOpts } from 'node:net';
import { TestBackend, TestClient } from '../../helpers/backends.js';
import type { RunningServer } from '../../helpers/balance.js';
import { Lbsim, runLbsim, type LogRecord } from '../../helpers/lbsim.js';
import { logWords } from './log-words.js';
import { asArguments, type Options, type Story } from './story.js';
import { Witness } from './witness.js';

type Register = (close: () => unknown) => void;

/**
 * What every balancer of the page has been told: strict turns; no probe after the start unless the story wants some, and
 * none that fails because the machine is slow; one failure takes a backend down; every connection in the log.
 */
const DEFAULTS: Options = {
  port: '0',
  workers: '1',
  algorithm: 'round-robin',
  'sticky-key': 'none',
  'health-check-interval': '1h',
  'health-check-timeout': '1m',
  'health-check-fall': '1',
  'drain-timeout': '0',
  'log-connections': 'all',
};
const PROBED: Options = { 'health-check-interval': '0.1' };

/** Where one story is played: a balancer, its backends, the client that the row is about, and others that it is not. */
export class Stage {
  readonly #onEnd: Register;
  readonly #options: Options;
  readonly #others = new Set<string>();
  #lb: Lbsim | undefined;
  #port = 0;
  #stopped = false;

  constructor({ options, probed = false }: Story, onEnd: Register) {
    this.#onEnd = onEnd;
    this.#options = { ...DEFAULTS, ...(probed && PROBED), ...options };
  }

  get lb(): Lbsim {
    if (this.#lb === undefined) throw new Error('no balancer has been started yet');
    return this.#lb;
  }

  /** A backend in the test's own process. */
  async backend(name = 'B1'): Promise<TestBackend> {
    const backend = await TestBackend.start(name);
    this.#onEnd(() => backend.stop());
    return backend;
  }

  /** Two such, B1 and B2. */
  async backends(): Promise<[TestBackend, TestBackend]> {
    return [await this.backend(), await this.backend('B2')];
  }

  /** An `lbsim server` that is called B1. */
  async server(...faults: string[]): Promise<RunningServer> {
    const lbsim = new Lbsim(['server', '--name', 'B1', '--port', '0', ...faults]);
    this.#onEnd(() => lbsim.kill());
    const port = await lbsim.port();
    return { lbsim, port, spec: `B1=127.0.0.1:${port}` };
  }

  /**
   * Starts the balancer and waits until it listens.
   *
   * @param more - options that no row could show
   * @param descriptors - file descriptors that it may have
   */
  async balance(
    backends: readonly { readonly spec: string }[],
    more: Options = {},
    descriptors?: number,
  ): Promise<Lbsim> {
    const options = { ...this.#options, ...more, backends: backends.map(({ spec }) => spec).join(',') };
    const lb = new Lbsim(
      ['balance', ...asArguments(options)],
      descriptors === undefined ? {} : { descriptors },
    );
    this.#onEnd(() => lb.kill());
    this.#port = await lb.port();
    this.#lb = lb;
    this.#stopped = false;
    return lb;
  }

  /** The client that the row is about. */
  async client(options: Partial<TcpNetConnectOpts> = {}): Promise<Witness> {
    const client = await Witness.connect(this.#port, options);
    this.#onEnd(() => client.resets());
    return client;
  }

  /** Another client, which has had its answer and stays; the row says nothing of it. */
  async other(): Promise<{ client: TestClient; answer: string | undefined }> {
    const client = await TestClient.connect(this.#port);
    this.#onEnd(() => client.socket.destroy());
    this.ignore(client);
    return { client, answer: await client.ask('hello') };
  }

  /** The row says nothing of this client. */
  ignore({ name }: { readonly name: string }): void {
    this.#others.add(name);
  }

  /** What the client has seen, once it has left and the log says so. */
  async recorded(client: Witness): Promise<string> {
    await client.leaves();
    await this.lb.until('the record of the client', () => this.#records('connection_close')[0]);
    return client.seen;
  }

  /** `lbsim ctl`, of this balancer. */
  async ctl(...words: readonly string[]): Promise<void> {
    await this.lb.event('admin_listening');
    const { status, stderr } = await runLbsim(['ctl', ...words, '--to', String(this.#port)]);
    if (status !== 0) throw new Error(`lbsim ctl ${words.join(' ')}: ${stderr}`);
  }

  /** Tells the balancer to stop, as a part of the story. */
  stop(): void {
    this.#stopped = true;
    this.lb.child.kill('SIGTERM');
  }

  /** What the log says of the story, in words. The balancer is stopped: nothing is still to come. */
  async log(): Promise<string> {
    const { lb } = this;
    const { status } = await (this.#stopped ? lb.ended : lb.kill('SIGTERM'));
    if (status !== 0) throw new Error(`the balancer ended with status ${status}:\n${lb.stderr}`);
    const records = this.#records();
    const end = this.#stopped ? -1 : records.findIndex(({ event }) => event === 'drain_started');
    return logWords(end < 0 ? records : records.slice(0, end));
  }

  /** What was logged of anyone but the others, and what was of its start only if it is about a backend. */
  #records(event?: string): LogRecord[] {
    const { records } = this.lb;
    const listening = records.findIndex((record) => record.event === 'listening');
    return records.filter((record, i) => {
      if (i === listening || record.event === 'admin_listening') return false;
      if (i < listening && record.event === 'worker_started') return false;
      return (event === undefined || record.event === event) && !this.#others.has(String(record.client));
    });
  }
}
