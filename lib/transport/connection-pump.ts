import type { CloseHow } from '../net/close-socket.js';
import type { PeerGone } from '../net/write-watch.js';
import type { PumpEvents } from './pump-events.js';
import type { PumpSide, SideEvents } from './pump-side.js';

/**
 * How long the side that is left may take: after a reset, to read what is held here for it before it is sent RST; after
 * FIN has gone to it and the other side can be sent nothing more, to close.
 */
const LINGER_MS = 1000;

/**
 * Joins two connections until both are closed.
 *
 *     client ──inbound──►  pump ──inbound──►  backend
 *     client ◄─outbound──  pump ◄─outbound──  backend
 *
 * FIN is passed on as FIN once the bytes before it are written, RST as RST, but not ahead of bytes that the other side
 * is still owed. A side that takes no more is still read to its end. The pump owns both sides and closes them.
 *
 * It decides and moves no byte itself: how bytes go is the matter of its {@link PumpSide}s, and so of the transport.
 */
export class ConnectionPump implements SideEvents {
  readonly #client: PumpSide;
  readonly #backend: PumpSide;
  readonly #events: PumpEvents;
  #finished: PumpSide | undefined;
  #reset: PumpSide | undefined;
  #open = 2;
  #keptAlive = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(client: PumpSide, backend: PumpSide, events: PumpEvents) {
    this.#client = client;
    this.#backend = backend;
    this.#events = events;
    backend.start(this);
    client.start(this);
  }

  /** Bytes passed from client to backend. */
  get bytesIn(): number {
    return this.#client.bytes;
  }

  /** Bytes passed from backend to client. */
  get bytesOut(): number {
    return this.#backend.bytes;
  }

  /** Whether the client's FIN has come. */
  get clientFinished(): boolean {
    return this.#client.finished;
  }

  /** Whether one side has finished and the other has not. */
  get halfClosed(): boolean {
    return this.#client.finished !== this.#backend.finished;
  }

  /**
   * Finds out whether a side that is not being read from has reset: one that is held back by back-pressure, or that has
   * finished. To be called a few times a second; a reset is passed on at the second call at the latest, unless the other
   * side goes on taking what came before it.
   */
  checkPeers(): void {
    this.#check(this.#client);
    this.#check(this.#backend);
  }

  /** Has the kernel probe both peers once they have been silent for `idleMs`. Later calls do nothing. */
  keepAlive(idleMs: number): void {
    if (this.#keptAlive) return;
    this.#keptAlive = true;
    this.#client.keepAlive(idleMs);
    this.#backend.keepAlive(idleMs);
  }

  /** Closes both sides at once and drops what is still to be delivered. */
  destroy(how: CloseHow = 'fin'): void {
    this.#client.destroy(how);
    this.#backend.destroy(how);
  }

  /**
   * Lets go of the client, which is unharmed and paused, once it has what is held here for it. A client that finishes or
   * goes before that is done with instead. The backend is closed at once.
   */
  detachClient(then: () => void): void {
    const client = this.#client;
    const backend = this.#backend;
    if (this.#reset !== undefined || client.destroyed) {
      backend.destroy();
      return;
    }
    client.stop();
    this.#open--;
    backend.whenFlushed(() => {
      if (client.gone !== undefined) this.#reset ??= client;
      if (client.finished || client.gone !== undefined || client.destroyed) {
        client.destroy();
        return;
      }
      client.letGo();
      backend.dispose();
      then();
    });
  }

  sideEnded(side: PumpSide): void {
    if (side === this.#backend && this.#giveBack()) return;
    side.whenEndIsKnown(() => this.#passEnd(side, this.#otherOf(side)));
  }

  sideFailed(side: PumpSide): void {
    if (side === this.#backend && this.#giveBack()) return;
    if (side.finished) this.#lingerThenClose(side, this.#otherOf(side));
    else this.#passReset(side, this.#otherOf(side));
  }

  sideTakesNoMore(side: PumpSide, why: PeerGone): void {
    side.gone ??= why;
    const other = this.#otherOf(side);
    other.discard();
    if (side.finished) this.#lingerThenClose(side, other);
  }

  sideClosed(): void {
    if (--this.#open > 0) return;
    clearTimeout(this.#linger);
    this.#client.dispose();
    this.#backend.dispose();
    if (this.#reset !== undefined) this.#events.ended(`${this.#reset.name}_reset`);
    else this.#events.ended(`${this.#finished?.name ?? 'client'}_closed`);
  }

  #otherOf(side: PumpSide): PumpSide {
    return side === this.#client ? this.#backend : this.#client;
  }

  /** Tells that the backend's side is over. @returns whether the owner takes the client back */
  #giveBack(): boolean {
    if (this.#reset !== undefined || this.#backend.finished) return false;
    const takeBack = this.#events.backendEnded();
    if (takeBack !== undefined) this.detachClient(takeBack);
    return takeBack !== undefined;
  }

  #passEnd(from: PumpSide, to: PumpSide): void {
    if (from.gone === 'ECONNRESET') {
      from.destroy();
      this.#passReset(from, to);
      return;
    }
    from.finished = true;
    this.#finished ??= from;
    // Where both have finished, closing says FIN as well and saves a system call.
    if (to.finished && from.gone === undefined && to.drained) to.destroy();
    else to.finish();
    if (from.gone !== undefined) this.#lingerThenClose(from, to);
  }

  #check(side: PumpSide): void {
    if (this.#reset !== undefined || side.destroyed) return;
    const why = side.findReset();
    if (why !== undefined) this.sideTakesNoMore(side, why);
    if (side.isLost()) this.#cut(side, this.#otherOf(side));
  }

  /** `from` has reset, and `to` takes nothing of what came before. */
  #cut(from: PumpSide, to: PumpSide): void {
    if (from === this.#backend && this.#giveBack()) return;
    this.#reset = from;
    to.discard();
    from.destroy();
    to.reset();
  }

  /**
   * `from` is gone after its FIN: `to` has its bytes and the FIN on the way, and an RST now would take them back. So
   * `to` is left to close by itself; when it lingers it is closed, and what it still sends is answered with RST.
   */
  #lingerThenClose(from: PumpSide, to: PumpSide): void {
    this.#reset ??= from;
    from.destroy();
    to.discard();
    to.whenFinished(() => void (this.#linger ??= setTimeout(() => to.destroy(), LINGER_MS)));
  }

  /** Passes RST on once `to` has what is held here for it; what the kernel holds for it is lost, as by any reset. */
  #passReset(from: PumpSide, to: PumpSide): void {
    if (this.#reset !== undefined) return;
    this.#reset = from;
    // What the other side sends is dropped; left unread it could keep that side from reading its own answer.
    to.discard();
    const reset = (): void => to.reset();
    from.whenDelivered(reset);
    // As nearly always it has had all.
    if (!to.destroyed) this.#linger = setTimeout(reset, LINGER_MS + to.dueInMs);
  }
}
