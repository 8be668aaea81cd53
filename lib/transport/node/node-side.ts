import type { Socket } from 'node:net';
import { closeSocket, type CloseHow } from '../../net/close-socket.js';
import { Flow } from '../../net/flow.js';
import type { HeldWrites } from '../../net/held-writes.js';
import { pendingReset } from '../../net/pending-reset.js';
import type { PeerGone } from '../../net/write-watch.js';
import { PumpSide, type SideEvents } from '../pump-side.js';

/** The kernel counts keep-alive delays in whole seconds, and Node cuts fractions off. */
const KEEPALIVE_STEP_MS = 1000;

const NOTHING = new Uint8Array(0);

const [uvMajor = 0, uvMinor = 0] = process.versions.uv.split('.').map(Number);

/** libuv before 1.52 reports a reset that comes along with bytes as the end of the stream. */
export const RESET_MAY_PASS_FOR_END = uvMajor === 1 && uvMinor < 52;

/** A side of a pump on a socket of Node. */
export abstract class NodeSide extends PumpSide {
  readonly socket: Socket;
  /** What is written to it may be held back there. */
  readonly #held: HeldWrites | undefined;
  #events: SideEvents | undefined;
  #other: NodeSide | undefined;
  #sends: Flow | undefined;

  constructor(name: 'client' | 'backend', socket: Socket, held?: HeldWrites) {
    super(name);
    this.socket = socket;
    this.#held = held;
  }

  get bytes(): number {
    return this.sends.bytes;
  }

  get delivered(): number {
    return this.sends.delivered;
  }

  get flushed(): boolean {
    return this.sends.flushed;
  }

  get drained(): boolean {
    return this.socket.writableLength === 0 && this.#held?.flushed !== false;
  }

  get dueInMs(): number {
    return this.#held?.dueInMs ?? 0;
  }

  get destroyed(): boolean {
    return this.socket.destroyed;
  }

  /** What it sends to the other side. */
  protected get sends(): Flow {
    if (this.#sends === undefined) throw new Error('a side of a pump has no other side yet');
    return this.#sends;
  }

  /** Has it send to that one. */
  sendTo(other: NodeSide): void {
    this.#other = other;
    this.#sends = new Flow(this.socket, other.socket, other.#takesNoMore);
  }

  start(events: SideEvents): void {
    this.#events = events;
    this.socket.on('error', this.#failed).on('end', this.#ended).on('close', this.#closed);
  }

  finish(): void {
    this.socket.end();
  }

  destroy(how: CloseHow = 'fin'): void {
    closeSocket(this.socket, how);
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  discard(): void {
    this.sends.discard();
  }

  whenFlushed(callback: () => void): void {
    this.sends.whenFlushed(callback);
  }

  whenDelivered(callback: () => void): void {
    this.sends.whenFlushed(() => this.#other?.whenReleased(callback));
  }

  whenFinished(callback: () => void): void {
    if (this.socket.writableFinished) callback();
    else this.socket.once('finish', callback);
  }

  /** A reset passes for the end when a write was told of it, and with libuv before 1.52 when it came along with bytes. */
  whenEndIsKnown(callback: () => void): void {
    const { socket } = this;
    if (socket.writableLength > 0) {
      // The write that is under way fails later in this turn of the event loop, if it does.
      setImmediate(callback);
      return;
    }
    // A write of nothing tells the two apart.
    if (RESET_MAY_PASS_FOR_END && !socket.writableEnded) socket.write(NOTHING);
    callback();
  }

  pendingReset(): PeerGone | undefined {
    return pendingReset(this.socket);
  }

  keepAlive(idleMs: number): void {
    this.socket.setKeepAlive(true, Math.ceil(idleMs / KEEPALIVE_STEP_MS) * KEEPALIVE_STEP_MS);
  }

  stop(): void {
    this.sends.release();
    this.#other?.abandon();
  }

  letGo(): void {
    this.#other?.sends.release();
    this.#unhear();
  }

  /** Calls back as soon as nothing that was written to it is held back. */
  protected whenReleased(callback: () => void): void {
    if (this.#held === undefined) callback();
    else this.#held.whenFlushed(callback);
  }

  /** It is closed, and tells nothing more. */
  protected abandon(): void {
    this.#unhear();
    this.socket.on('error', () => undefined).destroy();
  }

  #unhear(): void {
    this.socket.off('error', this.#failed).off('end', this.#ended).off('close', this.#closed);
  }

  readonly #ended = (): void => this.#events?.sideEnded(this);

  readonly #failed = (): void => this.#events?.sideFailed(this);

  readonly #closed = (): void => this.#events?.sideClosed(this);

  readonly #takesNoMore = (why: PeerGone): void => this.#events?.sideTakesNoMore(this, why);
}
