import { EAGAIN, EINTR } from './constants.js';
import type { EpollSocket } from './epoll-socket.js';
import type { Memory } from './memory.js';
import type { Pipe } from './pipes.js';

/** Bytes to be sent that the kernel has not yet taken: the rest of a short write, or the content of a pipe. */
export class Owed {
  readonly #socket: EpollSocket;
  #memory: Memory | undefined;
  #at = 0;
  #end = 0;
  #pipe: Pipe | undefined;
  #inPipe = 0;

  constructor(socket: EpollSocket) {
    this.#socket = socket;
  }

  get isNothing(): boolean {
    return this.#memory === undefined && this.#pipe === undefined;
  }

  get bytes(): number {
    return this.#end - this.#at + this.#inPipe;
  }

  /** Keeps what is in the hot buffer from one place to another. */
  keep(from: number, to: number): void {
    const { memory, at, end } = this.#socket.engine.buffers.keep(from, to);
    this.#memory = memory;
    this.#at = at;
    this.#end = end;
  }

  /** Keeps a pipe with that number of bytes in it. */
  pipe(pipe: Pipe, bytes: number): void {
    this.#pipe = pipe;
    this.#inPipe = bytes;
  }

  /** @returns 0 once all is written, EAGAIN while some is left; any other error drops the rest */
  flush(): number {
    return this.#pipe === undefined ? this.#flushMemory() : this.#flushPipe(this.#pipe);
  }

  /** Nobody wants it any more. */
  drop(): void {
    const { buffers, pipes } = this.#socket.engine;
    if (this.#memory !== undefined) buffers.release(this.#memory);
    if (this.#pipe !== undefined) pipes.discard(this.#pipe);
    this.#clear();
  }

  #flushMemory(): number {
    const memory = this.#memory;
    if (memory === undefined) return 0;
    const { fd, engine } = this.#socket;
    const left = this.#end - this.#at;
    const taken = engine.calls.write(fd, memory, this.#at, left);
    const errno = taken < 0 ? engine.calls.errno : 0;
    if (errno === EAGAIN || errno === EINTR) return EAGAIN;
    if (taken >= 0 && taken < left) {
      this.#at += taken;
      return EAGAIN;
    }
    engine.buffers.release(memory);
    this.#clear();
    return errno;
  }

  #flushPipe(pipe: Pipe): number {
    const { fd, engine } = this.#socket;
    const taken = engine.calls.splice(pipe.out, fd, this.#inPipe);
    const errno = taken < 0 ? engine.calls.errno : 0;
    if (errno === EAGAIN || errno === EINTR) return EAGAIN;
    if (taken >= 0 && taken < this.#inPipe) {
      this.#inPipe -= taken;
      return EAGAIN;
    }
    if (errno === 0) engine.pipes.giveBack(pipe);
    else engine.pipes.discard(pipe);
    this.#clear();
    return errno;
  }

  #clear(): void {
    this.#memory = undefined;
    this.#pipe = undefined;
    this.#at = this.#end = this.#inPipe = 0;
  }
}
