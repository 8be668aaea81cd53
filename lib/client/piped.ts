import { defined } from '../defined.js';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { systemErrorCode, type LbsimError } from '../errors.js';
import { AdaptiveReads } from '../net/adaptive-reads.js';
import type { DialOutcome } from '../net/dial.js';
import { dialTo } from '../net/dial-to.js';
import { Flow } from '../net/flow.js';
import type { PeerGone } from '../net/write-watch.js';
import { ClientFailure, connectError, connectFailure, lostBy, resetError, streamError } from './failure.js';
import { targetPort } from '../schema/number.js';
import { CLIENT_DEFAULTS } from './option-table.js';
import { readByTurns } from './reads-by-turns.js';
import type { Switch } from './switch.js';
import { targetList, type TargetOptions } from './targets/target-options.js';
import { TargetWalk } from './targets/target-walk.js';

export interface PipeOptions extends TargetOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly onSwitch?: (event: Switch) => void;
  /** In milliseconds. @default 5000 */
  readonly connectTimeoutMs?: number;
}

/** How writing fails when nobody reads the output any more. */
const OUTPUT_CLOSED: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED']);

/**
 * Sends what the input has, half-closes at its end, and copies what comes back to the output until the peer's FIN, each
 * way at the pace of its reader. The FIN ends it even if the input has not ended. The streams are not closed; an output
 * that is closed by its reader (`| head`) ends it too, without an error. With fallbacks, a connection that cannot be made, or is lost
 * before a byte has passed either way and before the input has ended, is made at the next one.
 *
 * @throws LbsimError `ERR_CONNECT` when the connection cannot be made or is reset, `ERR_STREAM` when the input cannot be
 *   read or the output not written
 */
export function pipeThrough({ input, output, ...given }: PipeOptions): Promise<void> {
  const options = { ...CLIENT_DEFAULTS, ...defined(given) };
  return new Promise((resolve, reject) => {
    targetPort.check('port', options.port);
    new Pipe(new TargetWalk(targetList(options)), { ...options, input, output }, (error) => {
      if (error === undefined) resolve();
      else reject(error);
    }).open();
  });
}

class Pipe {
  readonly #walk: TargetWalk;
  readonly #options: Pick<PipeOptions, 'input' | 'output' | 'onSwitch'> & {
    readonly connectTimeoutMs: number;
  };
  readonly #done: (error: LbsimError | undefined) => void;
  #cancelDial: (() => void) | undefined;
  #socket: Socket | undefined;
  #outward: Flow | undefined;
  #homeward: Flow | undefined;
  #gone: PeerGone | undefined;

  constructor(
    walk: TargetWalk,
    options: Pick<PipeOptions, 'input' | 'output' | 'onSwitch'> & { readonly connectTimeoutMs: number },
    done: (error: LbsimError | undefined) => void,
  ) {
    this.#walk = walk;
    this.#options = options;
    this.#done = done;
  }

  open(): void {
    const { input, output } = this.#options;
    output.on('error', this.#outputFailed).on('close', this.#outputClosed);
    input.on('error', this.#inputFailed).on('end', this.#halfClose).on('close', this.#halfClose);
    this.#dial();
    if (output.destroyed) this.#settle();
  }

  #dial(): void {
    const reads = new AdaptiveReads();
    const joinOrGoOn = (outcome: DialOutcome): void => {
      if (outcome.ok) this.#join(outcome.socket, reads);
      else if (!this.#goesOn(connectFailure(outcome.reason)))
        this.#settle(connectError(this.#walk.unreached));
    };
    const { connectTimeoutMs: timeoutMs } = this.#options;
    this.#cancelDial = dialTo(this.#walk.current, { timeoutMs, reads }, joinOrGoOn, () => reads.release());
  }

  #join(socket: Socket, reads: AdaptiveReads): void {
    const { input, output } = this.#options;
    const event = this.#walk.stands();
    if (event !== undefined) this.#options.onSwitch?.(event);
    this.#socket = socket;
    this.#outward = new Flow(input, socket, this.#sendNoMore);
    this.#homeward = new Flow(socket, output);
    readByTurns(socket, reads, this.#homeward.push);
    socket.on('end', () => {
      if (socket !== this.#socket) return;
      // All that came before has been written: as long as something is not, the flow does not read on.
      if (this.#gone === 'ECONNRESET') this.#reset(new ClientFailure('reset', 'connection reset'));
      else if (!this.#leaves(new ClientFailure('closed_early', 'closed by the other side'))) this.#settle();
    });
    socket.on('error', (error) => {
      // A peer that has sent all it had may well reset what it will not read.
      if (socket === this.#socket && !socket.readableEnded) this.#reset(lostBy(error));
    });
    input.on('data', this.#outward.pushOrPause).resume();
    if (this.#inputEnded) this.#halfClose();
  }

  get #inputEnded(): boolean {
    const { input } = this.#options;
    return input.readableEnded || input.destroyed;
  }

  /** Leaves a connection on which nothing has passed yet. @returns false when something has, or there is no other target */
  #leaves(failure: ClientFailure): boolean {
    const passed = (this.#outward?.bytes ?? 0) + (this.#homeward?.bytes ?? 0);
    return passed === 0 && !this.#inputEnded && this.#goesOn(failure);
  }

  /** Connects to the next target, if there is one. */
  #goesOn(failure: ClientFailure): boolean {
    if (!this.#walk.goOn(failure)) return false;
    this.#stopReading();
    this.#homeward?.release();
    this.#socket?.destroy();
    this.#socket = this.#outward = this.#homeward = this.#gone = undefined;
    this.#dial();
    return true;
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
    if (this.#leaves(failure)) return;
    this.#homeward?.whenFlushed(() => this.#settle(resetError(this.#walk.current, failure)));
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
