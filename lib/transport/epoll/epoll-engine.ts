import { Buffers } from './buffers.js';
import { EpollLoop } from './epoll-loop.js';
import type { Memory } from './memory.js';
import { Pipes } from './pipes.js';
import { ADDRESS_BYTES } from './socket-address.js';
import { Syscalls } from './syscalls.js';

/** What all connections of a process share. */
export class EpollEngine {
  readonly calls: Syscalls;
  readonly loop: EpollLoop;
  readonly buffers: Buffers;
  readonly pipes: Pipes;
  /** For the arguments of one call: an address, its length, the value of an option. */
  readonly address: Memory;
  readonly length: Memory;
  readonly value: Memory;

  constructor(calls: Syscalls = new Syscalls()) {
    this.calls = calls;
    this.loop = new EpollLoop(calls);
    this.buffers = new Buffers(calls);
    this.pipes = new Pipes(calls);
    this.address = calls.memory(ADDRESS_BYTES);
    this.length = calls.memory(8);
    this.value = calls.memory(8);
  }

  /** Sets an option of one number. @returns whether that could be done */
  setOption(fd: number, level: number, option: number, value: number): boolean {
    this.value.i32[0] = value;
    return this.calls.setsockopt(fd, level, option, this.value, 4) === 0;
  }
}
