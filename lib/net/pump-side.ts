import type { Socket } from 'node:net';
import type { Flow } from './flow.js';
import type { HeldWrites } from './held-writes.js';
import { pendingReset } from './pending-reset.js';
import type { PeerGone } from './write-watch.js';

/** The kernel counts keep-alive delays in whole seconds, and Node cuts fractions off. */
const KEEPALIVE_STEP_MS = 1000;

const NOTHING = new Uint8Array(0);

const [uvMajor = 0, uvMinor = 0] = process.versions.uv.split('.').map(Number);

/** libuv before 1.52 reports a reset that comes along with bytes as the end of the stream. */
export const RESET_MAY_PASS_FOR_END = uvMajor === 1 && uvMinor < 52;

/** One of the two sockets that a pump joins. */
export class PumpSide {
  readonly name: 'client' | 'backend';
  readonly socket: Socket;
  /** What it sends to the other side. */
  readonly sends: Flow;
  /** What is written to it may be held back there. */
  readonly held: HeldWrites | undefined;
  /** Set when it can be sent nothing more. */
  gone: PeerGone | undefined;
  /** Whether its FIN has come and is being passed on. */
  finished = false;
  #deliveredAtLastLook = -1;

  constructor(name: 'client' | 'backend', socket: Socket, sends: Flow, held?: HeldWrites) {
    this.name = name;
    this.socket = socket;
    this.sends = sends;
    this.held = held;
  }

  /** Whether the kernel has taken all that was written to it. */
  get drained(): boolean {
    return this.socket.writableLength === 0 && this.held?.flushed !== false;
  }

  /** Calls back as soon as nothing that was written to it is held back. */
  whenReleased(callback: () => void): void {
    if (this.held === undefined) callback();
    else this.held.whenFlushed(callback);
  }

  /** Finds a reset while the socket is not being read from; while it is, its errors tell. */
  findReset(): PeerGone | undefined {
    if (this.gone !== undefined || (this.sends.flushed && !this.finished)) return undefined;
    return pendingReset(this.socket);
  }

  /**
   * Whether it has reset, and the other side has taken none of what came before that since this was last asked. What
   * came before a FIN is delivered at any pace.
   */
  isLost(): boolean {
    if (this.gone !== 'ECONNRESET' || this.finished || this.sends.flushed) return false;
    const { delivered } = this.sends;
    const isLost = delivered === this.#deliveredAtLastLook;
    this.#deliveredAtLastLook = delivered;
    return isLost;
  }

  /** After the end of its stream: has a write of nothing tell a reset that looks like one, where that can be. */
  revealReset(): void {
    if (RESET_MAY_PASS_FOR_END && !this.socket.writableEnded) this.socket.write(NOTHING);
  }

  /** Has the kernel probe the peer once it has been silent for this time in milliseconds, rounded up to whole seconds. */
  keepAlive(idleMs: number): void {
    this.socket.setKeepAlive(true, Math.ceil(idleMs / KEEPALIVE_STEP_MS) * KEEPALIVE_STEP_MS);
  }
}
