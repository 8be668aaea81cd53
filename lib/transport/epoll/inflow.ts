import { LARGEST } from './buffers.js';
import { EAGAIN, EINTR, EPOLLIN, EPOLLPRI, EPOLLRDHUP, PEER_LEFT } from './constants.js';
import type { EpollSocket } from './epoll-socket.js';
import type { Reader } from './epoll-loop.js';
import type { Outflow } from './outflow.js';
import { PIPE_BYTES } from './pipes.js';

/** Reads in a row before others have their turn. */
const READS = 4;
/** Splices that bring less than this in a row end the splicing of a direction. */
const LITTLE = 16 * 1024;
const PATIENCE = 4;

/** What is told of an inflow. */
export interface InflowEvents {
  /** The first bytes have come, and are not yet written. */
  begun(): void;
  /** All has been read, and FIN is behind it. */
  ended(): void;
  /** A read has failed: nothing more will come. */
  failed(): void;
}

/**
 * What comes in by a socket, and goes out by another at once: through one buffer, or, once a read has filled that, through a pipe of
 * the kernel's. Back-pressure is by not reading: while the other is not empty, this one stands still.
 */
export class Inflow implements Reader {
  readonly #socket: EpollSocket;
  readonly #to: Outflow;
  readonly #events: InflowEvents;
  /** Bytes that have come and were not dropped. */
  bytes = 0;
  #hasEnded = false;
  #isStopped = false;
  #discards = false;
  #isReadable = false;
  /** Whether the loop will have it read on. */
  #isQueued = false;
  /** Splices that may still bring little; 0 while bytes are copied. */
  #bulk = 0;

  constructor(socket: EpollSocket, to: Outflow, events: InflowEvents) {
    this.#socket = socket;
    this.#to = to;
    this.#events = events;
  }

  /** Whether all has been read, and FIN was behind it. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Reads what has come before, in the loop's next round. */
  start(): void {
    if ((this.#socket.events & (EPOLLIN | PEER_LEFT)) === 0) return;
    this.#isReadable = true;
    this.#readSoon();
  }

  /** Reads no more, and leaves what is still to be read; that nothing is, and FIN has come, or a reset, is told all the same. */
  stop(): void {
    this.#isStopped = true;
    this.#lookForEnd();
  }

  /** Reads on and drops what comes. */
  discard(): void {
    this.#discards = true;
    if (this.#isReadable) this.#readSoon();
  }

  /** There is something to be read. */
  readable(): void {
    this.#isReadable = true;
    this.readOn();
  }

  readOn(): void {
    this.#isQueued = false;
    if (this.#isStopped) this.#lookForEnd();
    if (!this.#isReadable || this.#hasEnded || this.#isAway) return;
    if (!this.#discards && !this.#to.isEmpty) return;
    if (this.#bulk > 0 && !this.#discards) this.#splice();
    else this.#copy();
  }

  #lookForEnd(): void {
    const { events, fd, engine, isClosed } = this.#socket;
    if (isClosed || this.#hasEnded || (events & PEER_LEFT) === 0) return;
    const count = engine.calls.peek(fd, engine.buffers.hot, 1);
    if (count === 0) this.#end();
    else if (count < 0 && engine.calls.errno !== EAGAIN) this.#events.failed();
  }

  get #isAway(): boolean {
    return this.#isStopped || this.#socket.isClosed;
  }

  #readSoon(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#socket.engine.loop.again(this);
  }

  #copy(): void {
    const { calls, buffers } = this.#socket.engine;
    for (let reads = 0; reads < READS; reads++) {
      const { room } = buffers;
      const count = calls.read(this.#socket.fd, buffers.hot, room);
      if (count < 0) {
        if (!this.#goesOnAfter(calls.errno)) return;
        continue;
      }
      if (count === 0) {
        this.#end();
        return;
      }
      if (!this.#discards) {
        if (!this.#passOn(count)) return;
        if (count === LARGEST) {
          this.#bulk = PATIENCE;
          break;
        }
      }
      if (count < room && this.#hasReadAll()) return;
    }
    this.#readSoon();
  }

  /** Writes what has been read. @returns whether to read on */
  #passOn(count: number): boolean {
    if (this.bytes === 0) this.#events.begun();
    this.bytes += count;
    return this.#to.write(count) && !this.#isAway;
  }

  /** After a short read, which has emptied the socket. @returns whether it is known, without another read, if FIN is behind it */
  #hasReadAll(): boolean {
    const { events } = this.#socket;
    if ((events & PEER_LEFT) === 0) {
      this.#rest();
      return true;
    }
    if ((events & (PEER_LEFT | EPOLLPRI)) !== EPOLLRDHUP) return false;
    this.#end();
    return true;
  }

  /** Nothing is to be read until that is told anew. */
  #rest(): void {
    this.#isReadable = false;
    this.#socket.events &= ~EPOLLIN;
  }

  /** @returns whether it is read on after that failure of a read */
  #goesOnAfter(errno: number): boolean {
    if (errno === EINTR) return true;
    if (errno === EAGAIN) this.#rest();
    else this.#events.failed();
    return false;
  }

  #splice(): void {
    const { calls, pipes } = this.#socket.engine;
    const pipe = pipes.take();
    for (let reads = 0; pipe !== undefined && reads < READS && this.#bulk > 0; reads++) {
      const count = calls.splice(this.#socket.fd, pipe.in, PIPE_BYTES);
      if (count <= 0) {
        const { errno } = calls;
        pipes.giveBack(pipe);
        if (count === 0) this.#end();
        else if (this.#goesOnAfter(errno)) this.#readSoon();
        return;
      }
      this.bytes += count;
      this.#bulk = count < LITTLE ? this.#bulk - 1 : PATIENCE;
      if (!this.#to.splice(pipe, count)) {
        if (this.#discards) this.#readSoon();
        return;
      }
    }
    if (pipe === undefined) this.#bulk = 0;
    else pipes.giveBack(pipe);
    this.#readSoon();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#isReadable = false;
    this.#events.ended();
  }
}
