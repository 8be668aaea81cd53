import type { Socket } from 'node:net';
import type { Address } from '../net/address.js';
import { startDeadline } from '../net/deadline.js';
import { dialTo } from '../net/dial-to.js';
import type { FailureKind } from '../failure.js';
import { failureKind } from '../net/failure.js';

/** How the other side ended: by FIN, by RST, or by an error of the network. */
export type Ending = 'fin' | 'reset' | 'lost';

/** What came next on a wire; `silence` when nothing came in time. */
export type ReadResult =
  { readonly what: 'bytes'; readonly bytes: Buffer } | { readonly what: Ending | 'silence' };

/**
 * With so low a mark a socket's reads stop after each chunk, and {@link Wire} has them go on no sooner than in the next
 * turn of the event loop. So nothing is read that nobody asked for, but for one chunk ahead. And a reset that comes along
 * with bytes is told from FIN: libuv before 1.52 takes the one for the other where a read is still under way.
 */
export const WIRE_OPTIONS = { allowHalfOpen: true, noDelay: true, highWaterMark: 1 } as const;

/**
 * One end of a TCP connection, read piece by piece. What is not asked for is not read, so a wire that is not read causes
 * back-pressure. It never throws: how it ended is one of the results of {@link read}.
 */
export class Wire {
  /** Bytes that the kernel has taken for sending. */
  sent = 0;
  readonly #socket: Socket;
  #ending: Ending | undefined;
  #heldBack: Buffer | undefined;
  #wake: (() => void) | undefined;

  /** @param socket - made with {@link WIRE_OPTIONS}, and not yet read from */
  constructor(socket: Socket) {
    this.#socket = socket;
    const woken = (): void => this.#wake?.();
    socket
      .on('readable', woken)
      .on('end', () => this.#end('fin'))
      .on('error', (error) => this.#end(failureKind(error) === 'connection_reset' ? 'reset' : 'lost'))
      .on('close', () => this.#end('lost'));
  }

  /** Connects. @returns why not, if it could not within that time */
  static async dial(address: Address, withinMs: number): Promise<Wire | FailureKind> {
    const { highWaterMark } = WIRE_OPTIONS;
    return new Promise((resolve) => {
      dialTo(address, { timeoutMs: withinMs, highWaterMark }, (outcome) => {
        resolve(outcome.ok ? new Wire(outcome.socket) : outcome.reason);
      });
    });
  }

  /** The address of this end. */
  get localAddress(): Address | undefined {
    const { localAddress: host, localPort: port } = this.#socket;
    return host === undefined || port === undefined ? undefined : { host, port };
  }

  /**
   * The next bytes, or how it ended. One call at a time.
   *
   * @param withinMs - after which it is `silence`; @default no bound
   */
  async read(withinMs = Infinity): Promise<ReadResult> {
    let isOver = withinMs <= 0;
    const expire = (): void => {
      isOver = true;
      this.#wake?.();
    };
    const cancelDeadline = withinMs < Infinity ? startDeadline(withinMs, expire) : undefined;
    try {
      await new Promise(setImmediate);
      for (;;) {
        const bytes = this.#take();
        if (bytes !== undefined) return { what: 'bytes', bytes };
        if (this.#ending !== undefined) return { what: this.#ending };
        if (isOver) return { what: 'silence' };
        await this.#woken();
      }
    } finally {
      cancelDeadline?.();
    }
  }

  /** Sends. @returns when the kernel has taken it: true, or false when the connection was lost before */
  async write(bytes: Uint8Array | string): Promise<boolean> {
    const length = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
    const taken = await new Promise<boolean>((resolve) => {
      this.#socket.write(bytes, (error) => resolve(!error));
    });
    if (taken) this.sent += length;
    return taken;
  }

  /** Sends FIN after all that was said. @returns as {@link write} does */
  async finish(): Promise<boolean> {
    const socket = this.#socket;
    if (socket.destroyed) return socket.writableFinished;
    return new Promise((resolve) => {
      socket.once('finish', () => resolve(true)).once('close', () => resolve(socket.writableFinished));
      socket.end();
    });
  }

  /** Sends RST, and drops what the kernel has not yet sent. Not while FIN is on its way: await {@link finish} first. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Gives up both directions at once, as the end of a process does. */
  close(): void {
    this.#socket.destroy();
  }

  /** These are read next, before anything else. */
  holdBack(bytes: Buffer): void {
    if (bytes.length > 0) this.#heldBack = bytes;
  }

  #take(): Buffer | undefined {
    const bytes = this.#heldBack ?? (this.#socket.read() as Buffer | null);
    this.#heldBack = undefined;
    return bytes ?? undefined;
  }

  #end(how: Ending): void {
    this.#ending ??= how;
    this.#wake?.();
  }

  /** Resolves in the turn of the event loop after the next news, or when the time is up. */
  async #woken(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = () => setImmediate(resolve)));
    this.#wake = undefined;
  }
}
