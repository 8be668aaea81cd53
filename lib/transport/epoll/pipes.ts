import { F_SETPIPE_SZ, NONBLOCK_CLOEXEC } from './constants.js';
import type { Memory } from './memory.js';
import type { Syscalls } from './syscalls.js';

/** A pipe of the kernel's, by which bytes go from socket to socket without coming here. */
export interface Pipe {
  readonly out: number;
  readonly in: number;
}

/** Bytes that a pipe may hold, where the system gives that much to its user. */
export const PIPE_BYTES = 2 ** 20;
/** Pipes that may be out at once: each takes two descriptors, and memory of which a user has 64 MiB at most. */
const MOST = 64;
/** Those out of use that are kept, until for this time in milliseconds none has been wanted. */
const SPARE = 16;
const KEPT_MS = 1000;

/** The pipes of a process. */
export class Pipes {
  readonly #calls: Syscalls;
  readonly #ends: Memory;
  readonly #spare: Pipe[] = [];
  #out = 0;
  #isWanted = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(calls: Syscalls) {
    this.#calls = calls;
    this.#ends = calls.memory(8);
  }

  /** An empty one; undefined when there is none to be had now. */
  take(): Pipe | undefined {
    if (this.#out >= MOST) return undefined;
    this.#isWanted = true;
    const pipe = this.#spare.pop() ?? this.#newPipe();
    if (pipe !== undefined) this.#out++;
    return pipe;
  }

  /** It is empty, and of no more use to its taker. */
  giveBack(pipe: Pipe): void {
    this.#out--;
    if (this.#spare.length >= SPARE) {
      this.#close(pipe);
      return;
    }
    this.#spare.push(pipe);
    this.#looking ??= setInterval(() => this.#closeUnwanted(), KEPT_MS).unref();
  }

  /** Nobody wants what is in it. */
  discard(pipe: Pipe): void {
    this.#out--;
    this.#close(pipe);
  }

  #closeUnwanted(): void {
    if (!this.#isWanted) {
      for (const pipe of this.#spare.splice(0)) this.#close(pipe);
      clearInterval(this.#looking);
      this.#looking = undefined;
    }
    this.#isWanted = false;
  }

  #newPipe(): Pipe | undefined {
    if (this.#calls.pipe2(this.#ends, NONBLOCK_CLOEXEC) < 0) return undefined;
    const [out = -1, end = -1] = this.#ends.i32;
    this.#calls.fcntl(end, F_SETPIPE_SZ, PIPE_BYTES);
    return { out, in: end };
  }

  #close({ out, in: end }: Pipe): void {
    this.#calls.close(out);
    this.#calls.close(end);
  }
}
