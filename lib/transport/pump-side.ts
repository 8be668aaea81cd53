import type { CloseHow } from '../net/close-socket.js';
import type { PeerGone } from '../net/write-watch.js';

/** What a pump is told of its two sides. */
export interface SideEvents {
  /** All that it sent has been read, up to its FIN or to a reset that looks like one. */
  sideEnded(side: PumpSide): void;
  /** It was reset, or its network failed. */
  sideFailed(side: PumpSide): void;
  /** It can be sent nothing more, since its peer is gone. What it sent may still be read. */
  sideTakesNoMore(side: PumpSide, why: PeerGone): void;
  /** Its socket is closed. */
  sideClosed(side: PumpSide): void;
}

/**
 * One of the two connections that a pump joins, whatever carries its bytes: commands go down, the facts of
 * {@link SideEvents} come up. What it sends goes to the other side by itself.
 */
export abstract class PumpSide {
  readonly name: 'client' | 'backend';
  /** Set when it can be sent nothing more. */
  gone: PeerGone | undefined;
  /** Whether its FIN has come and is being passed on. */
  finished = false;
  #deliveredAtLastLook = -1;

  constructor(name: 'client' | 'backend') {
    this.name = name;
  }

  /** Bytes that it has sent to the other side. */
  abstract readonly bytes: number;
  /** Those of them that the other side's kernel has taken. */
  abstract readonly delivered: number;
  /** Whether that is all of them. */
  abstract readonly flushed: boolean;
  /** Whether the kernel has taken all that was written to it, and nothing is held back. */
  abstract readonly drained: boolean;
  /** In how many milliseconds the last of what is held back from it may go; 0 when nothing is. */
  abstract readonly dueInMs: number;
  /** Whether it is closed. */
  abstract readonly destroyed: boolean;

  /** Begins to read. */
  abstract start(events: SideEvents): void;
  /** Sends FIN once the kernel has all that was written to it. */
  abstract finish(): void;
  /** Closes it at once and drops what the kernel has not taken. @param how - `fin` by default */
  abstract destroy(how?: CloseHow): void;
  /** Closes it at once by RST. */
  abstract reset(): void;
  /** Reads on, so that it isn't held up, and drops what it sends: the other side takes no more. */
  abstract discard(): void;
  /** Calls back as soon as the other side's kernel has taken all that it sent: at once if it has. */
  abstract whenFlushed(callback: () => void): void;
  /** As {@link whenFlushed}, and nothing of it is held back from the other side. */
  abstract whenDelivered(callback: () => void): void;
  /** Calls back once its FIN has been handed to the kernel. */
  abstract whenFinished(callback: () => void): void;
  /** After its end has been seen: calls back when `gone` tells whether that was a reset, as far as this can be told. */
  abstract whenEndIsKnown(callback: () => void): void;
  /** A reset of its peer that reading and writing did not tell, if the system knows of one. */
  abstract pendingReset(): PeerGone | undefined;
  /** Has the kernel probe the peer once it has been silent for this time in milliseconds, rounded up to whole seconds. */
  abstract keepAlive(idleMs: number): void;
  /** Reads no more; nothing more goes to the other side, which is closed at once and tells nothing more. */
  abstract stop(): void;
  /** It belongs to somebody else from here on, paused and unharmed; of a client that was stopped. */
  abstract letGo(): void;
  /** Both sides are done with: gives back what it read into. */
  abstract dispose(): void;

  /** Finds a reset while the peer is not being read from; while it is, its errors tell. */
  findReset(): PeerGone | undefined {
    if (this.gone !== undefined || (this.flushed && !this.finished)) return undefined;
    return this.pendingReset();
  }

  /**
   * Whether it has reset, and the other side has taken none of what came before that since this was last asked. What
   * came before a FIN is delivered at any pace.
   */
  isLost(): boolean {
    if (this.gone !== 'ECONNRESET' || this.finished || this.flushed) return false;
    const { delivered } = this;
    const isLost = delivered === this.#deliveredAtLastLook;
    this.#deliveredAtLastLook = delivered;
    return isLost;
  }
}
