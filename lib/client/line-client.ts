import type { Socket } from 'node:net';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import type { Address } from '../net/address.js';
import { startDeadline } from '../net/deadline.js';
import { dialTo } from '../net/dial-to.js';
import type { AnswerReader } from './answer-reader.js';
import { ClientFailure, connectFailure, lostBy } from './failure.js';
import { targetPort } from '../schema/number.js';
import { writeLine } from './line-writer.js';
import type { Payload } from './payload.js';
import { readByTurns } from './reads-by-turns.js';

export interface LineClientOptions {
  /** After which the attempt to connect has failed, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** After which an answer, or the peer's FIN after our own, no longer counts, in milliseconds. */
  readonly timeoutMs: number;
  readonly reader: AnswerReader;
  /** The address that it connects from. @default the system's choice */
  readonly localAddress?: string;
  /** Called with all that comes, before the reader has judged it. */
  readonly onBytes?: (chunk: Uint8Array) => void;
  /** The connection stood and is lost, by whatever but {@link LineClient.destroy}. Called at most once. */
  readonly onLost?: (failure: ClientFailure) => void;
}

/** What the client is doing now; one thing at a time. */
interface Pending {
  readonly resolve: () => void;
  readonly reject: (failure: ClientFailure) => void;
  /** Calls its time limit off, if it has one. */
  readonly cancelDeadline: (() => void) | undefined;
}

/**
 * One TCP connection on which lines are sent and answered, one at a time: `connect`, `exchange` as often as wanted,
 * perhaps `hold`, then `finish` or `destroy`. Each of them rejects with a {@link ClientFailure}, as does every one after
 * a failure.
 */
export class LineClient {
  readonly #address: Address;
  readonly #options: LineClientOptions;
  #socket: Socket | undefined;
  #cancelDial: (() => void) | undefined;
  #closed: Promise<void> = Promise.resolve();
  #pending: Pending | undefined;
  #failure: ClientFailure | undefined;
  /** Whether all of the present message has been handed to the socket, and whether its answer has come. */
  #sent = true;
  #answered = true;
  #holding = false;
  #finishing = false;
  #paused = false;
  #bytesIn = 0;
  #bytesOut = 0;

  /** @throws LbsimError `ERR_OPTION_INVALID` for a port that nobody can listen on */
  constructor(address: Address, options: LineClientOptions) {
    targetPort.check('port', address.port);
    this.#address = address;
    this.#options = options;
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  get bytesOut(): number {
    return this.#bytesOut;
  }

  /** Resolves as soon as there is no socket (any more). Never rejects. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** @returns how long it took, in milliseconds */
  async connect(): Promise<number> {
    const started = performance.now();
    const connected = this.#wait();
    const { connectTimeoutMs: timeoutMs, localAddress } = this.#options;
    const reads = new AdaptiveReads();
    this.#closed = new Promise<void>((closed) => {
      this.#cancelDial = dialTo(
        this.#address,
        { timeoutMs, reads, ...(localAddress !== undefined && { localAddress }) },
        (outcome) => {
          if (outcome.ok) this.#opened(outcome.socket, reads);
          else this.#fail(connectFailure(outcome.reason));
        },
        () => {
          reads.release();
          closed();
        },
      );
    });
    await connected;
    return performance.now() - started;
  }

  /**
   * Sends a line and awaits its answer.
   *
   * @returns the time from the first byte sent to the last byte of the answer, in milliseconds
   */
  async exchange(message: Payload): Promise<number> {
    const started = performance.now();
    const answered = this.#wait(this.#options.timeoutMs, () => this.#timedOut('no answer'));
    if (this.#failure === undefined) {
      this.#options.reader.expect(message);
      this.#sent = this.#answered = false;
      this.#send(message);
    }
    await answered;
    return performance.now() - started;
  }

  /** Keeps the connection open for that time, in milliseconds, or until {@link endHold}. */
  async hold(durationMs: number): Promise<void> {
    this.#holding = true;
    await this.#wait(durationMs, () => this.endHold());
  }

  endHold(): void {
    if (this.#holding) this.#settle();
  }

  /** Half-closes, and awaits the peer's FIN. */
  async finish(): Promise<void> {
    const finished = this.#wait(this.#options.timeoutMs, () => this.#timedOut('no end of the connection'));
    this.#finishing = true;
    this.#socket?.end();
    await finished;
  }

  /** Closes at once; whatever is under way fails as `stopped`. */
  destroy(): void {
    const wasOpen = this.#failure === undefined;
    this.#failure ??= new ClientFailure('stopped', 'stopped');
    this.#close();
    if (wasOpen) this.#settle(this.#failure);
  }

  /** Called within `onBytes`: reads no more until {@link resume}. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#socket?.resume();
  }

  #opened(socket: Socket, reads: AdaptiveReads): void {
    this.#socket = socket;
    socket.on('error', (error) => this.#lost(lostBy(error)));
    socket.on('end', () => {
      if (this.#finishing) this.#settle();
      else this.#lost(new ClientFailure('closed_early', 'closed by the other side'));
    });
    readByTurns(socket, reads, (bytes) => {
      this.#read(bytes);
      return !this.#paused;
    });
    this.#settle();
  }

  #read(chunk: Buffer): void {
    this.#bytesIn += chunk.length;
    this.#options.onBytes?.(chunk);
    if (this.#failure !== undefined) return;
    const state = this.#options.reader.push(chunk);
    if (state === 'mismatch') this.#lost(new ClientFailure('mismatch', this.#options.reader.reason));
    if (state !== 'complete') return;
    this.#answered = true;
    if (this.#sent) this.#settle();
  }

  #send(message: Payload): void {
    if (this.#socket === undefined) throw new Error('a line cannot be sent before connect() has resolved');
    const wrote = (bytes: number): void => void (this.#bytesOut += bytes);
    writeLine(this.#socket, message, wrote, () => {
      this.#sent = true;
      if (this.#answered) this.#settle();
    });
  }

  #wait(timeoutMs = 0, onTimeout?: () => void): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const cancelDeadline = onTimeout && startDeadline(timeoutMs, onTimeout);
      this.#pending = { resolve, reject, cancelDeadline };
    });
  }

  #settle(failure?: ClientFailure): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#holding = false;
    pending?.cancelDeadline?.();
    if (failure === undefined) pending?.resolve();
    else pending?.reject(failure);
  }

  #timedOut(missing: string): void {
    this.#lost(new ClientFailure('timeout', `${missing} within ${this.#options.timeoutMs / 1000} s`));
  }

  #lost(failure: ClientFailure): void {
    if (this.#failure !== undefined) return;
    this.#fail(failure);
    this.#options.onLost?.(failure);
  }

  #fail(failure: ClientFailure): void {
    this.#failure = failure;
    this.#close();
    this.#settle(failure);
  }

  #close(): void {
    this.#cancelDial?.();
    this.#socket?.destroy();
  }
}
