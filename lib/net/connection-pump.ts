import type { Socket } from 'node:net';
import type { AdaptiveReads } from './adaptive-reads.js';
import { Flow } from './flow.js';

/** Who ended a pumped connection, and how: by FIN (`closed`) or by RST or a network error (`reset`). */
export type PumpEnd = 'client_closed' | 'backend_closed' | 'client_reset' | 'backend_reset';

/** How long a side that has been sent FIN may take to read what it is owed before it is sent the other's RST. */
const LINGER_MS = 2000;

export interface PumpEvents {
  /**
   * The backend went away before a byte or a FIN had gone to it and before a byte had come from it.
   *
   * @returns what to do with the client once the pump has let go of it, paused and unharmed; or undefined when the
   *   client is to share the backend's fate
   */
  backendLost(): (() => void) | undefined;
  /** Both sockets are closed. Called once, and not at all when the client was taken back. */
  ended(end: PumpEnd): void;
}

type Side = 'client' | 'backend';

/**
 * Joins two sockets until both are closed.
 *
 *     client ──inbound──►  pump ──inbound──►  backend
 *     client ◄─outbound──  pump ◄─outbound──  backend
 *
 * FIN is passed on as FIN once the bytes before it are written, RST as RST, but not ahead of bytes that the other side
 * is still owed. The pump owns both sockets: it closes what it was given. Both must allow half-open; the client is a
 * plain stream, the backend one that was dialled with {@link AdaptiveReads}.
 */
export class ConnectionPump {
  readonly #client: Socket;
  readonly #backend: Socket;
  readonly #inbound: Flow;
  readonly #outbound: Flow;
  readonly #events: PumpEvents;
  #finished: Side | undefined;
  #reset: Side | undefined;
  #open = 2;
  #linger: NodeJS.Timeout | undefined;

  constructor(client: Socket, backend: Socket, reads: AdaptiveReads, events: PumpEvents) {
    this.#client = client;
    this.#backend = backend;
    this.#events = events;
    this.#inbound = new Flow(client, backend);
    this.#outbound = new Flow(backend, client);
    reads.consumer = this.#outbound.push;
    backend.on('error', this.#backendReset).on('end', this.#backendFinished).on('close', this.#closed);
    client.on('error', this.#clientReset).on('end', this.#clientFinished).on('close', this.#closed);
    client.on('data', this.#inbound.pushOrPause);
    client.resume();
    if (client.readableEnded) this.#clientFinished();
  }

  /** Bytes passed from client to backend. */
  get bytesIn(): number {
    return this.#inbound.bytes;
  }

  /** Bytes passed from backend to client. */
  get bytesOut(): number {
    return this.#outbound.bytes;
  }

  /** Closes both sides at once, whatever they are still owed. */
  destroy(): void {
    this.#client.destroy();
    this.#backend.destroy();
  }

  readonly #clientFinished = (): void => {
    this.#finished ??= 'client';
    this.#backend.end();
  };

  readonly #backendFinished = (): void => {
    if (this.#giveBack()) return;
    this.#finished ??= 'backend';
    this.#client.end();
  };

  readonly #clientReset = (): void => {
    this.#passReset('client', this.#client, this.#backend, this.#inbound);
  };

  readonly #backendReset = (): void => {
    if (this.#giveBack()) return;
    this.#passReset('backend', this.#backend, this.#client, this.#outbound);
  };

  /** Lets go of both if the backend was lost untouched and the owner wants the client back. */
  #giveBack(): boolean {
    const untouched =
      this.#inbound.bytes === 0 &&
      this.#outbound.bytes === 0 &&
      this.#finished === undefined &&
      this.#reset === undefined;
    const takeBack = untouched ? this.#events.backendLost() : undefined;
    if (takeBack === undefined) return false;
    const [client, backend] = [this.#client, this.#backend];
    client.pause();
    client.off('data', this.#inbound.pushOrPause);
    client.off('error', this.#clientReset).off('end', this.#clientFinished).off('close', this.#closed);
    backend.off('error', this.#backendReset).off('end', this.#backendFinished).off('close', this.#closed);
    backend.destroy();
    takeBack();
    return true;
  }

  #passReset(side: Side, from: Socket, to: Socket, owed: Flow): void {
    if (this.#reset !== undefined) return;
    this.#reset = side;
    const reset = (): void => void to.resetAndDestroy();
    if (!from.readableEnded) {
      owed.whenFlushed(reset);
      return;
    }
    // The other side has all of this side's bytes and its FIN on the way: an RST now would take them back. What it
    // still sends has nowhere to go; the flow drops it at the closed socket.
    to.resume();
    this.#linger = setTimeout(reset, LINGER_MS);
  }

  readonly #closed = (): void => {
    if (--this.#open > 0) return;
    clearTimeout(this.#linger);
    if (this.#reset !== undefined) this.#events.ended(`${this.#reset}_reset`);
    else this.#events.ended(`${this.#finished ?? 'client'}_closed`);
  };
}
