import type { CloseHow } from '../../net/close-socket.js';
import type { PeerGone } from '../../net/write-watch.js';
import { PumpSide, type SideEvents } from '../pump-side.js';
import { ECONNRESET, EPIPE, EPOLLIN, EPOLLOUT, PEER_LEFT } from './constants.js';
import type { EpollSocket, SocketRole } from './epoll-socket.js';
import { Inflow, type InflowEvents } from './inflow.js';
import { Outflow, type OutflowEvents } from './outflow.js';

/** What has the socket of a client that is let go of. */
export type Home = SocketRole & { look(): void };

/** A side of a pump on a descriptor. */
export class EpollSide extends PumpSide implements SocketRole, OutflowEvents, InflowEvents {
  readonly dueInMs = 0;
  readonly #socket: EpollSocket;
  readonly #home: Home | undefined;
  readonly #answered: (() => void) | undefined;
  readonly #out: Outflow;
  // Set by `pair`, before anybody has this.
  #in!: Inflow;
  #other!: EpollSide;
  #events: SideEvents | undefined;
  #whenFlushed: (() => void) | undefined;
  #whenFinished: (() => void) | undefined;

  private constructor(
    name: 'client' | 'backend',
    socket: EpollSocket,
    { home, answered }: { home?: Home; answered?: (() => void) | undefined },
  ) {
    super(name);
    this.#socket = socket;
    this.#home = home;
    this.#answered = answered;
    // What a listener has accepted has no delay, as it has none itself.
    this.#out = new Outflow(socket, name === 'client', this);
  }

  /**
   * Two sides: what one sends goes to the other.
   *
   * @param home - who has the client's socket when it is let go of
   * @param answered - told of the backend's first bytes
   */
  static pair(
    client: EpollSocket,
    backend: EpollSocket,
    home: Home,
    answered: (() => void) | undefined,
  ): { readonly client: EpollSide; readonly backend: EpollSide } {
    const one = new EpollSide('client', client, { home });
    const other = new EpollSide('backend', backend, { answered });
    one.#other = other;
    other.#other = one;
    one.#in = new Inflow(client, other.#out, one);
    other.#in = new Inflow(backend, one.#out, other);
    return { client: one, backend: other };
  }

  get bytes(): number {
    return this.#in.bytes;
  }

  get delivered(): number {
    return this.#in.bytes - this.#other.#out.bytes;
  }

  get flushed(): boolean {
    return this.#other.#out.isEmpty;
  }

  get drained(): boolean {
    return this.#out.isEmpty;
  }

  get destroyed(): boolean {
    return this.#socket.isClosed;
  }

  start(events: SideEvents): void {
    this.#events = events;
    this.#socket.role = this;
    this.#socket.whenPumpClosed = () => events.sideClosed(this);
    this.#in.start();
  }

  finish(): void {
    this.#out.finish();
  }

  destroy(how: CloseHow = 'fin'): void {
    this.#out.drop();
    this.#socket.close(this.#out.hasFinished ? 'fin' : how);
  }

  reset(): void {
    this.#out.drop();
    this.#socket.close('reset');
  }

  discard(): void {
    this.#in.discard();
  }

  whenFlushed(callback: () => void): void {
    if (this.flushed) callback();
    else this.#whenFlushed = callback;
  }

  whenDelivered(callback: () => void): void {
    this.whenFlushed(callback);
  }

  whenFinished(callback: () => void): void {
    if (this.#out.hasFinished) callback();
    else this.#whenFinished = callback;
  }

  /** A write that meets a reset is told so at once, and so is a read. */
  whenEndIsKnown(callback: () => void): void {
    callback();
  }

  pendingReset(): PeerGone | undefined {
    const socket = this.#socket;
    if (socket.isClosed || !socket.isReset) return undefined;
    return this.#in.hasEnded ? 'EPIPE' : 'ECONNRESET';
  }

  keepAlive(idleMs: number): void {
    if (!this.#socket.isClosed) this.#socket.keepAlive(idleMs);
  }

  stop(): void {
    this.#in.stop();
    this.#other.#socket.whenPumpClosed = undefined;
    this.#other.destroy();
  }

  letGo(): void {
    const socket = this.#socket;
    socket.whenPumpClosed = undefined;
    socket.role = this.#home;
    this.#home?.look();
  }

  dispose(): void {
    this.#out.drop();
  }

  // What its socket tells.

  ready(events: number): void {
    if (events & EPOLLOUT) this.#out.writable();
    if (events & (EPOLLIN | PEER_LEFT)) this.#in.readable();
  }

  // What its inflow tells.

  begun(): void {
    this.#answered?.();
  }

  ended(): void {
    this.#events?.sideEnded(this);
    this.#closeIfOver();
  }

  // What its outflow tells.

  emptied(): void {
    const other = this.#other;
    const whenFlushed = other.#whenFlushed;
    other.#whenFlushed = undefined;
    whenFlushed?.();
    other.#in.readOn();
  }

  finSent(): void {
    this.#whenFinished?.();
    this.#closeIfOver();
  }

  /** By its inflow, or by its outflow with the error of a write. */
  failed(errno?: number): void {
    if (errno === EPIPE) this.#events?.sideTakesNoMore(this, 'EPIPE');
    else if (errno === ECONNRESET) this.#events?.sideTakesNoMore(this, 'ECONNRESET');
    else {
      // Reset, or its network failed: it is of no more use.
      this.destroy();
      this.#events?.sideFailed(this);
    }
  }

  /** Both directions are over: Node closes a socket then, too. */
  #closeIfOver(): void {
    if (this.#in.hasEnded && this.#out.hasFinished) this.#socket.close();
  }
}
