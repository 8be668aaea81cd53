import { defined } from '../../defined.js';
import { LbsimError } from '../../errors.js';
import { formatAddress } from '../../net/address.js';
import { printable } from '../../printable.js';
import { ClientFailure } from '../failure.js';
import { LoadGenerator } from '../load/load-generator.js';
import { stickyHint } from '../load/sticky-hint.js';
import { CLIENT_DEFAULTS } from '../option-table.js';
import { Payload } from '../payload.js';
import type { Switch } from '../switch.js';
import type { TargetList } from '../targets/target-list.js';
import { targetList, type TargetOptions } from '../targets/target-options.js';
import { ReconnectingClient, type ReconnectingClientEvents } from './reconnecting-client.js';
import { isCommand, runCommand, type SessionActions } from './session-commands.js';
import { SessionConsole, type SessionStreams } from './session-console.js';
import { loadSummary, milliseconds, SessionStats } from './session-stats.js';

export interface InteractiveOptions extends TargetOptions, SessionStreams {
  /** After which a line counts as unanswered and its connection as lost, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

const BURST_CONCURRENCY = 10;

/**
 * Sends what the user types, line by line, and shows what comes back. A lost connection is made anew; the line that it
 * left unanswered is offered again but never sent again by itself, and the lines behind it wait. With fallbacks it is made at the
 * next one.
 *
 *     await new InteractiveSession({ host, port, input: stdin, output: stdout, prompts: stderr }).run();
 */
export class InteractiveSession {
  readonly #options: Required<Pick<InteractiveOptions, 'timeoutMs' | 'connectTimeoutMs'>>;
  readonly #targets: TargetList;
  readonly #client: ReconnectingClient;
  readonly #console: SessionConsole;
  readonly #stats = new SessionStats();
  readonly #actions: SessionActions = {
    notice: (text) => this.#console.notice(text),
    reconnect: () => void this.#client.reconnect().catch(this.#crash),
    burst: (connections) => this.#startBurst(connections),
    summary: () => this.#stats.summary(),
    quit: () => this.close(),
  };
  /** Typed and not yet sent. */
  readonly #lines: string[] = [];
  readonly #ended: Promise<void>;
  #end: () => void = () => undefined;
  #crash: (error: unknown) => void = () => undefined;
  #sending = false;
  #inputEnded = false;
  #over = false;
  /** Which failures to connect have been said: the same one is not said again. */
  readonly #saidFailures = new Set<string>();
  /** That a switch awaits its first answer, and the backend before it, if known. */
  #switched: { readonly before: string | undefined } | undefined;
  #backend: string | undefined;
  #burst: LoadGenerator | undefined;
  #burstDone: Promise<void> | undefined;

  /** Takes hold of the streams until {@link run} has ended. @throws LbsimError `ERR_OPTION_INVALID` for an impossible port */
  constructor({ input, output, prompts, ...options }: InteractiveOptions) {
    const settings = { ...CLIENT_DEFAULTS, ...defined(options) };
    const { timeoutMs, connectTimeoutMs } = settings;
    this.#options = { timeoutMs, connectTimeoutMs };
    this.#targets = targetList(settings);
    this.#client = new ReconnectingClient(this.#targets, this.#options);
    this.#ended = new Promise((end, crash) => {
      this.#end = end;
      this.#crash = crash;
    });
    this.#console = new SessionConsole(
      { input, output, prompts },
      { line: (text) => this.#typed(text), end: () => this.#noMoreInput() },
    );
    this.#client.on('connected', (ms, switched) => this.#connected(ms, switched));
    this.#client.on('disconnected', (event) => this.#disconnected(event));
    this.#client.on('bytes', (bytes) => {
      if (this.#console.data(bytes)) return;
      this.#client.pause();
      output.once('drain', () => this.#client.resume());
    });
  }

  /** @returns when the user has quit or the input has ended, and nothing is open any more */
  async run(): Promise<void> {
    this.#client.open();
    this.#console.prompt();
    try {
      await this.#ended;
    } finally {
      this.#over = true;
      this.#burst?.stop(0);
      await Promise.all([this.#burstDone, this.#client.close()]);
      this.#console.release();
    }
  }

  /** Quits at once. */
  close(): void {
    this.#over = true;
    this.#end();
  }

  /** Does what is to be done next, if anything: ends, or sends a line. */
  #proceed(): void {
    if (this.#over) return;
    const idle = !this.#sending && this.#lines.length === 0;
    if (this.#inputEnded && this.#burst === undefined && (idle || this.#client.state === 'waiting')) {
      const unanswered = this.#lines.length + (this.#sending ? 1 : 0);
      if (unanswered > 0) this.#console.notice(`${unanswered} of the lines got no answer`);
      this.close();
    } else if (!this.#sending && this.#client.state === 'connected') {
      const line = this.#lines.shift();
      if (line !== undefined) this.#send(line).catch(this.#crash);
    }
  }

  async #send(line: string): Promise<void> {
    this.#sending = true;
    this.#stats.sent();
    this.#console.waiting(true);
    try {
      const ms = await this.#client.exchange(Payload.text(line)).finally(() => this.#console.waiting(false));
      this.#stats.answered(this.#client.backend, ms, formatAddress(this.#client.address));
      this.#console.notice(`  ${milliseconds(ms)}${this.#afterSwitch(this.#client.backend)}`);
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      if (!this.#over) this.#offerAgain(line);
    }
    this.#sending = false;
    this.#proceed();
  }

  #offerAgain(line: string): void {
    const offer = this.#console.canOffer;
    this.#console.notice(`'${line}' got no answer: ${offer ? 'Enter sends it' : 'type it to send it'} again`);
    if (offer) this.#console.offer(line);
  }

  #typed(text: string): void {
    if (isCommand(text)) {
      runCommand(text, this.#actions);
      return;
    }
    this.#lines.push(text);
    if (this.#client.state === 'waiting') {
      this.#console.notice(
        `not connected; ${this.#lines.length} ${this.#lines.length === 1 ? 'line' : 'lines'} queued`,
      );
    }
    this.#proceed();
  }

  #noMoreInput(): void {
    this.#inputEnded = true;
    if (this.#console.terminal) this.close();
    else this.#proceed();
  }

  /** Of the first answer after a switch: whether the backend is still the same. */
  #afterSwitch(backend: string | undefined): string {
    const before = this.#switched?.before;
    this.#switched = undefined;
    this.#backend = backend;
    if (before === undefined || backend === undefined) return '';
    return before === backend ? `, still ${printable(backend)}` : `, ${printable(before)} before the switch`;
  }

  #connected(ms: number, switched: Switch | undefined): void {
    this.#saidFailures.clear();
    const address = formatAddress(this.#client.address);
    if (switched === undefined) {
      this.#console.notice(`connected to ${address} in ${milliseconds(ms)}`);
    } else {
      this.#stats.switched();
      this.#switched ??= { before: this.#backend };
      const left = formatAddress(switched.from);
      this.#console.notice(`${left} is gone; now at ${address}, connected in ${milliseconds(ms)}`);
    }
    this.#proceed();
  }

  #disconnected(event: ReconnectingClientEvents['disconnected'][0]): void {
    const { failure, stood, retryMs } = event;
    const address = formatAddress(event.address);
    const next = retryMs === 0 ? `; trying ${formatAddress(this.#client.address)}` : undefined;
    if (stood) {
      this.#console.notice(
        `connection to ${address} lost (${failure.message})${next ?? `: reconnecting in ${milliseconds(retryMs)}`}`,
      );
    } else if (!this.#saidFailures.has(`${address} ${failure.message}`)) {
      this.#saidFailures.add(`${address} ${failure.message}`);
      this.#console.notice(`cannot connect to ${address} (${failure.message})${next ?? '; retrying'}`);
    }
    this.#proceed();
  }

  #startBurst(connections: number): void {
    if (this.#burst !== undefined) this.#console.notice('a burst is under way: wait for its end');
    else this.#burstDone = this.#runBurst(connections).catch(this.#crash);
  }

  async #runBurst(count: number): Promise<void> {
    try {
      const [{ host, port }, ...fallbacks] = this.#targets.order();
      const load = { host, port, fallbacks, count, concurrency: BURST_CONCURRENCY };
      this.#burst = new LoadGenerator({ ...this.#options, ...load });
      const report = await this.#burst.run();
      this.#stats.burst(report);
      this.#console.notice(
        [loadSummary(report), stickyHint(report)].filter((text) => text !== undefined).join('\n'),
      );
    } catch (error) {
      if (!(error instanceof LbsimError)) throw error;
      this.#console.notice(`/burst: ${error.message}`);
    }
    this.#burst = undefined;
    this.#proceed();
  }
}
