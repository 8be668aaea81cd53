import { defined } from '../defined.js';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { systemErrorCode, type LbsimError } from '../errors.js';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import type { Address } from '../net/address.js';
import type { DialOutcome } from '../net/dial.js';
import { dialTo } from '../net/dial-to.js';
import { Flow } from '../net/flow.js';
import type { PeerGone } from '../net/write-watch.js';
import { ClientFailure, connectError, connectFailure, lostBy, resetError, streamError } from './failure.js';
import { targetPort } from '../schema/number.js';
import { CLIENT_DEFAULTS } from './option-table.js';
import { readByTurns } from './reads-by-turns.js';

export interface PipeOptions extends Address {
  readonly input: Readable;
  readonly output: Writable;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

/** How writing fails when nobody reads the output any more. */
const OUTPUT_CLOSED: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * Sends what the input has, half-closes at its end, and copies what comes back to the output until the peer's FIN, each
 * way at the pace of its reader. The FIN ends it even if the input has not ended. The streams are not closed; an output
 * that is closed by its reader (`| head`) ends it too, without an error.
 *
 * @throws LbsimError `ERR_CONNECT` when the connection cannot be made or is reset, `ERR_STREAM` when the input cannot be
 *   read or the output not written
 */
export function pipeThrough({ input, output, ...options }: PipeOptions): Promise<void> {
  const { host, port, connectTimeoutMs } = { ...CLIENT_DEFAULTS, ...defined(options) };
  return new Promise((resolve, reject) => {
    targetPort.check('port', port);
    new Pipe({ host, port, input, output, connectTimeoutMs }, (error) => {
      if (error === undefined) resolve();
      else reject(error);
    }).open();
  });
}

class Pipe {
  readonly #options: Required<PipeOptions>;
  readonly #done: (error: LbsimError | undefined) => void;
  #cancelDial: (() => void) | undefined;
  #socket: Socket | undefined;
  #outward: Flow | undefined;
  #homeward: Flow | undefined;
  #gone: PeerGone | undefined;

  constructor(options: Required<PipeOptions>, done: (error: LbsimError | undefined) => void) {
    this.#options = options;
    this.#done = done;
  }

  open(): void {
    const { input, output, connectTimeoutMs: timeoutMs } = this.#options;
    output.on('error', this.#outputFailed).on('close', this.#outputClosed);
    input.on('error', this.#inputFailed).on('end', this.#halfClose).on('close', this.#halfClose);
    const reads = new AdaptiveReads();
    const joinOrFail = (outcome: DialOutcome): void => {
      if (outcome.ok) this.#join(outcome.socket, reads);
      else this.#settle(connectError(this.#options, connectFailure(outcome.reason)));
    };
    this.#cancelDial = dialTo(this.#options, { timeoutMs, reads }, joinOrFail, () => reads.release());
    if (output.destroyed) this.#settle();
  }

  #join(socket: Socket, reads: AdaptiveReads): void {
    const { input, output } = this.#options;
    this.#socket = socket;
    this.#outward = new Flow(input, socket, this.#sendNoMore);
    this.#homeward = new Flow(socket, output);
    readByTurns(socket, reads, this.#homeward.push);
    socket.on('end', () => {
      // All that came before has been written: as long as something is not, the flow does not read on.
      if (this.#gone === 'ECONNRESET') this.#reset(new ClientFailure('reset', 'connection reset'));
      else this.#settle();
    });
    socket.on('error', (error) => {
      // A peer that has sent all it had may well reset what it will not read.
      if (!socket.readableEnded) this.#reset(lostBy(error));
    });
    input.on('data', this.#outward.pushOrPause).resume();
    if (input.readableEnded || input.destroyed) this.#halfClose();
  }

  readonly #halfClose = (): void => void this.#socket?.end();

  readonly #sendNoMore = (why: PeerGone): void => {
    this.#gone ??= why;
    this.#stopReading();
    // The flow believes that its bytes have been written, and is about to resume the input.
    setImmediate(() => this.#stopReading());
  };

  readonly #inputFailed = (error: Error): void => this.#settle(streamError('read the input', error));

  readonly #outputFailed = (error: Error): void => {
    const closed = OUTPUT_CLOSED.has(systemErrorCode(error));
    this.#settle(closed ? undefined : streamError('write the output', error));
  };

  readonly #outputClosed = (): void => this.#settle();

  #reset(failure: ClientFailure): void {
    this.#homeward?.whenFlushed(() => this.#settle(resetError(this.#options, failure)));
  }

  #stopReading(): void {
    const { input } = this.#options;
    if (this.#outward !== undefined) input.off('data', this.#outward.pushOrPause);
    input.pause();
  }

  #settle(error?: LbsimError): void {
    const { input, output } = this.#options;
    this.#stopReading();
    input.off('error', this.#inputFailed).off('end', this.#halfClose).off('close', this.#halfClose);
    output.off('error', this.#outputFailed).off('close', this.#outputClosed);
    this.#cancelDial?.();
    this.#socket?.destroy();
    this.#done(error);
  }
}
