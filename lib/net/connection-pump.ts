import type { Socket } from 'node:net';
import type { AdaptiveReads, ReadConsumer } from './adaptive-reads.js';
import { closeSocket, type CloseHow } from './close-socket.js';
import { Flow } from './flow.js';
import type { Held, PumpEvents } from './pump-events.js';
import { PumpSide, RESET_MAY_PASS_FOR_END } from './pump-side.js';
import type { PeerGone } from './write-watch.js';

/**
 * How long the side that is left may take: after a reset, to read what is held here for it before it is sent RST; after
 * FIN has gone to it and the other side can be sent nothing more, to close.
 */
const LINGER_MS = 1000;

/**
 * Joins two sockets until both are closed.
 *
 *     client ──inbound──►  pump ──inbound──►  backend
 *     client ◄─outbound──  pump ◄─outbound──  backend
 *
 * FIN is passed on as FIN once the bytes before it are written, RST as RST, but not ahead of bytes that the other side
 * is still owed. A side that takes no more is still read to its end. The pump owns both sockets and the reads: it closes
 * and gives back what it was given. Both must allow half-open; the client is a plain stream, the backend one that was
 * dialled with {@link AdaptiveReads}.
 */
export class ConnectionPump {
  readonly #reads: AdaptiveReads;
  readonly #client: PumpSide;
  readonly #backend: PumpSide;
  readonly #events: PumpEvents;
  #finished: PumpSide | undefined;
  #reset: PumpSide | undefined;
  #open = 2;
  #keptAlive = false;
  #linger: NodeJS.Timeout | undefined;

  constructor(client: Socket, backend: Socket, reads: AdaptiveReads, events: PumpEvents, held: Held = {}) {
    const inbound = new Flow(client, backend, (why) => this.#takesNoMore(this.#backend, this.#client, why));
    const outbound = new Flow(backend, client, (why) => this.#takesNoMore(this.#client, this.#backend, why));
    this.#client = new PumpSide('client', client, inbound, held.client);
    this.#backend = new PumpSide('backend', backend, outbound, held.backend);
    this.#events = events;
    this.#reads = reads;
    this.#readInto(outbound.push);
    backend.on('error', this.#backendFailed).on('end', this.#backendEnded).on('close', this.#closed);
    client.on('error', this.#clientFailed).on('end', this.#clientEnded).on('close', this.#closed);
    client.on('data', inbound.pushOrPause);
    client.resume();
    if (client.readableEnded) this.#clientEnded();
  }

  /** Bytes passed from client to backend. */
  get bytesIn(): number {
    return this.#client.sends.bytes;
  }

  /** Bytes passed from backend to client. */
  get bytesOut(): number {
    return this.#backend.sends.bytes;
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
    this.#check(this.#client, this.#backend);
    this.#check(this.#backend, this.#client);
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
    for (const { socket } of [this.#client, this.#backend]) closeSocket(socket, how);
  }

  /** Has the backend's bytes go there from here on. The first of all are told of, if anyone wants to know. */
  #readInto(consumer: ReadConsumer): void {
    const { answered } = this.#events;
    if (answered === undefined || this.#backend.socket.bytesRead > 0) {
      this.#reads.consumer = consumer;
      return;
    }
    this.#reads.consumer = (chunk) => {
      this.#reads.consumer = consumer;
      answered();
      return consumer(chunk);
    };
  }

  readonly #clientEnded = (): void => this.#sawEnd(this.#client, this.#backend);

  /**
   * Lets go of the client, which is unharmed and paused, once it has what is held here for it. A client that finishes or
   * goes before that is done with instead. The backend is closed at once.
   */
  detachClient(then: () => void): void {
    const { socket: client, sends: inbound } = this.#client;
    const { socket: backend, sends: outbound } = this.#backend;
    if (this.#reset !== undefined || client.destroyed) {
      backend.destroy();
      return;
    }
    client.pause();
    client.off('data', inbound.pushOrPause);
    inbound.release();
    backend.off('end', this.#backendEnded).off('error', this.#backendFailed).off('close', this.#closed);
    backend.on('error', () => undefined).destroy();
    this.#open--;
    outbound.whenFlushed(() => {
      if (this.#client.finished || this.#client.gone !== undefined || client.destroyed) {
        client.destroy();
        return;
      }
      outbound.release();
      client.off('error', this.#clientFailed).off('end', this.#clientEnded).off('close', this.#closed);
      this.#reads.release();
      then();
    });
  }

  readonly #backendEnded = (): void => {
    if (!this.#giveBack()) this.#sawEnd(this.#backend, this.#client);
  };

  readonly #clientFailed = (): void => this.#fail(this.#client, this.#backend);

  readonly #backendFailed = (): void => {
    if (!this.#giveBack()) this.#fail(this.#backend, this.#client);
  };

  /** Tells that the backend's side is over. @returns whether the owner takes the client back */
  #giveBack(): boolean {
    if (this.#reset !== undefined || this.#backend.finished) return false;
    const takeBack = this.#events.backendEnded();
    if (takeBack !== undefined) this.detachClient(takeBack);
    return takeBack !== undefined;
  }

  /**
   * All that `from` sent has been read: up to its FIN, or up to a reset that looks like one. It does when a write was
   * told of it, and with libuv before 1.52 when it came along with bytes. A write of nothing tells the two apart.
   */
  #sawEnd(from: PumpSide, to: PumpSide): void {
    const { socket } = from;
    if (socket.writableLength > 0) {
      // The write that is under way fails later in this turn of the event loop, if it does.
      setImmediate(() => this.#passEnd(from, to));
      return;
    }
    from.revealReset();
    this.#passEnd(from, to);
  }

  #passEnd(from: PumpSide, to: PumpSide): void {
    if (from.gone === 'ECONNRESET') {
      from.socket.destroy();
      this.#passReset(from, to);
      return;
    }
    from.finished = true;
    this.#finished ??= from;
    // Where both have finished, closing says FIN as well and saves a system call.
    if (to.finished && from.gone === undefined && to.drained) to.socket.destroy();
    else to.socket.end();
    // What has been sent FIN can't be asked by a write of nothing: from here on its reads must tell. A client's can't
    // be made to yield, so its reset still passes for FIN if it comes along with bytes and after the backend's FIN.
    if (RESET_MAY_PASS_FOR_END && to === this.#backend)
      this.#readInto((chunk) => to.sends.pushAndYield(chunk));
    if (from.gone !== undefined) this.#lingerThenClose(from, to);
  }

  #takesNoMore(side: PumpSide, other: PumpSide, why: PeerGone): void {
    side.gone ??= why;
    other.sends.discard();
    if (side.finished) this.#lingerThenClose(side, other);
  }

  #check(side: PumpSide, other: PumpSide): void {
    if (this.#reset !== undefined || side.socket.destroyed) return;
    const why = side.findReset();
    if (why !== undefined) this.#takesNoMore(side, other, why);
    if (side.isLost()) this.#cut(side, other);
  }

  /** `from` has reset, and `to` takes nothing of what came before. */
  #cut(from: PumpSide, to: PumpSide): void {
    if (from === this.#backend && this.#giveBack()) return;
    this.#reset = from;
    to.sends.discard();
    from.socket.destroy();
    to.socket.resetAndDestroy();
  }

  #fail(from: PumpSide, to: PumpSide): void {
    if (from.finished) this.#lingerThenClose(from, to);
    else this.#passReset(from, to);
  }

  /**
   * `from` is gone after its FIN: `to` has its bytes and the FIN on the way, and an RST now would take them back. So
   * `to` is left to close by itself; when it lingers it is closed, and what it still sends is answered with RST.
   */
  #lingerThenClose(from: PumpSide, to: PumpSide): void {
    this.#reset ??= from;
    from.socket.destroy();
    to.sends.discard();
    const linger = (): void => void (this.#linger ??= setTimeout(() => to.socket.destroy(), LINGER_MS));
    if (to.socket.writableFinished) linger();
    else to.socket.once('finish', linger);
  }

  /** Passes RST on once `to` has what is held here for it; what the kernel holds for it is lost, as by any reset. */
  #passReset(from: PumpSide, to: PumpSide): void {
    if (this.#reset !== undefined) return;
    this.#reset = from;
    // What the other side sends is dropped; left unread it could keep that side from reading its own answer.
    to.sends.discard();
    const reset = (): void => void to.socket.resetAndDestroy();
    from.sends.whenFlushed(() => to.whenReleased(reset));
    this.#linger = setTimeout(reset, LINGER_MS + (to.held?.dueInMs ?? 0));
  }

  readonly #closed = (): void => {
    if (--this.#open > 0) return;
    clearTimeout(this.#linger);
    this.#reads.release();
    if (this.#reset !== undefined) this.#events.ended(`${this.#reset.name}_reset`);
    else this.#events.ended(`${this.#finished?.name ?? 'client'}_closed`);
  };
}
