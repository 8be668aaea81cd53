import { EAGAIN, EINTR, IPPROTO_TCP, SHUT_WR, TCP_NODELAY } from './constants.js';
import type { EpollSocket } from './epoll-socket.js';
import { Owed } from './owed.js';
import type { Pipe } from './pipes.js';

/** What is told of an outflow. */
export interface OutflowEvents {
  /** All that was kept has been taken by the kernel. */
  emptied(): void;
  /** FIN has been handed to the kernel. */
  finSent(): void;
  /** A write has failed: nothing more can be sent. */
  failed(errno: number): void;
}

/** What goes out by a socket: written at once, or kept until the kernel takes it, and FIN behind it. */
export class Outflow {
  readonly #socket: EpollSocket;
  readonly #events: OutflowEvents;
  readonly #owed: Owed;
  #finishes = false;
  #hasFinished = false;
  #writes: number;

  /** @param hasNoDelay - whether the kernel sends what it is given at once already */
  constructor(socket: EpollSocket, hasNoDelay: boolean, events: OutflowEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#owed = new Owed(socket);
    this.#writes = hasNoDelay ? 2 : 0;
  }

  /** Whether the kernel has taken all that was written. */
  get isEmpty(): boolean {
    return this.#owed.isNothing;
  }

  /** Bytes that it has not. */
  get bytes(): number {
    return this.#owed.bytes;
  }

  /** Whether FIN has been handed to the kernel. */
  get hasFinished(): boolean {
    return this.#hasFinished;
  }

  /** Writes the beginning of the hot buffer, while it is empty. @returns whether it is empty still */
  write(count: number): boolean {
    const { engine, fd } = this.#socket;
    const { calls, buffers } = engine;
    // The first write goes out at once in any case: nothing is under way before it.
    if (++this.#writes === 2) engine.setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    const taken = calls.write(fd, buffers.hot, 0, count);
    if (taken === count) return true;
    const errno = taken < 0 ? calls.errno : EAGAIN;
    if (errno === EAGAIN || errno === EINTR) {
      this.#owed.keep(Math.max(0, taken), count);
      return false;
    }
    this.#events.failed(errno);
    return true;
  }

  /** Writes what is in a pipe, while it is empty. @returns whether the pipe is empty and the caller's still */
  splice(pipe: Pipe, count: number): boolean {
    const { engine, fd } = this.#socket;
    const { calls, pipes } = engine;
    const taken = calls.splice(pipe.out, fd, count);
    if (taken === count) return true;
    const errno = taken < 0 ? calls.errno : EAGAIN;
    if (errno === EAGAIN || errno === EINTR) this.#owed.pipe(pipe, count - Math.max(0, taken));
    else {
      pipes.discard(pipe);
      this.#events.failed(errno);
    }
    return false;
  }

  /** Sends FIN once it is empty. */
  finish(): void {
    this.#finishes = true;
    this.#finishIfEmpty();
  }

  /** The kernel takes bytes again. */
  writable(): void {
    if (this.#owed.isNothing) return;
    const errno = this.#owed.flush();
    if (errno === EAGAIN) return;
    if (errno !== 0) this.#events.failed(errno);
    if (this.#socket.isClosed || !this.isEmpty) return;
    this.#finishIfEmpty();
    this.#events.emptied();
  }

  /** Nobody wants any more what has not been taken. */
  drop(): void {
    this.#owed.drop();
  }

  #finishIfEmpty(): void {
    const { engine, fd, isClosed } = this.#socket;
    if (!this.#finishes || this.#hasFinished || !this.#owed.isNothing || isClosed) return;
    this.#hasFinished = true;
    engine.calls.shutdown(fd, SHUT_WR);
    this.#events.finSent();
  }
}
