import { createRequire } from 'node:module';
import { EVENT_BYTES } from './epoll-event.js';
import type { Memory } from './memory.js';

const require = createRequire(import.meta.url);

/** A handle by which Node's own loop watches a descriptor. It is to be kept: once it is collected, nothing is watched. */
export interface PollHandle {
  ref(): void;
  unref(): void;
  close(): void;
}

/** What is used of koffi. */
interface Koffi {
  load(path: null): { func(name: string, result: string, types: string[]): (...values: number[]) => number };
  address(view: Uint8Array): bigint;
  view(address: unknown, length: number): ArrayBuffer;
  readonly node: {
    poll(fd: number, events: { readable: boolean }, ready: () => void): PollHandle;
  };
}

/**
 * The system calls of Linux that carrying connections takes, without anything around them. Each returns -1 when it fails; `errno`
 * then says why. Where a call is told of memory and a length, the length is held against the memory here, and nowhere else: an
 * address that is wrong but mapped would corrupt this process.
 */
export class Syscalls {
  readonly #call: Readonly<Record<keyof typeof SIGNATURES, (...values: number[]) => number>>;
  readonly #koffi: Koffi;
  readonly #errno: Int32Array;

  /** @throws where there is no koffi for this machine, or no such call */
  constructor() {
    const koffi = require('koffi') as Koffi;
    const libc = koffi.load(null);
    this.#koffi = koffi;
    this.#call = Object.fromEntries(
      Object.entries(SIGNATURES).map(([name, types]) => [name, libc.func(name, 'int', [...types])]),
    ) as Record<keyof typeof SIGNATURES, (...values: number[]) => number>;
    const location = libc.func('__errno_location', 'void *', []);
    this.#errno = new Int32Array(koffi.view(location(), 4));
  }

  /** Why the call just before has failed: this thread's own memory, read without a call. */
  get errno(): number {
    return this.#errno[0] ?? 0;
  }

  memory(bytes: number): Memory {
    const buffer = new ArrayBuffer(Math.ceil(bytes / 8) * 8);
    const view = new Uint8Array(buffer);
    return {
      address: Number(this.#koffi.address(view)),
      bytes: view,
      i32: new Int32Array(buffer),
      u32: new Uint32Array(buffer),
    };
  }

  /** Calls back in each turn of Node's loop in which the descriptor can be read. */
  poll(fd: number, ready: () => void): PollHandle {
    return this.#koffi.node.poll(fd, { readable: true }, ready);
  }

  socket(family: number, type: number): number {
    return this.#call.socket(family, type, 0);
  }

  connect(fd: number, address: Memory, length: number): number {
    return this.#call.connect(fd, within(address, 0, length), length);
  }

  bind(fd: number, address: Memory, length: number): number {
    return this.#call.bind(fd, within(address, 0, length), length);
  }

  listen(fd: number, backlog: number): number {
    return this.#call.listen(fd, backlog);
  }

  /** @param address - of the peer; its length is left in `length` */
  accept4(fd: number, address: Memory, length: Memory, flags: number): number {
    length.i32[0] = address.bytes.length;
    return this.#call.accept4(fd, address.address, within(length, 0, 4), flags);
  }

  /** @param address - our end; its length is left in `length` */
  getsockname(fd: number, address: Memory, length: Memory): number {
    length.i32[0] = address.bytes.length;
    return this.#call.getsockname(fd, address.address, within(length, 0, 4));
  }

  setsockopt(fd: number, level: number, option: number, value: Memory, length: number): number {
    return this.#call.setsockopt(fd, level, option, within(value, 0, length), length);
  }

  /** @param value - of 4 bytes @param length - of 4 bytes */
  getsockopt(fd: number, level: number, option: number, value: Memory, length: Memory): number {
    length.i32[0] = 4;
    return this.#call.getsockopt(fd, level, option, within(value, 0, 4), within(length, 0, 4));
  }

  read(fd: number, into: Memory, length: number): number {
    return this.#call.read(fd, within(into, 0, length), length);
  }

  /** Looks at what can be read, and leaves it. */
  peek(fd: number, into: Memory, length: number): number {
    return this.#call.recv(fd, within(into, 0, length), length, MSG_PEEK);
  }

  write(fd: number, from: Memory, offset: number, length: number): number {
    return this.#call.write(fd, within(from, offset, length), length);
  }

  /** Moves bytes from a socket into a pipe, or from a pipe into a socket, without waiting. */
  splice(from: number, to: number, length: number): number {
    return this.#call.splice(from, 0, to, 0, length, SPLICE_MOVE_NONBLOCK);
  }

  /** @param ends - the descriptor to read from, and the one to write to */
  pipe2(ends: Memory, flags: number): number {
    return this.#call.pipe2(within(ends, 0, 8), flags);
  }

  fcntl(fd: number, command: number, value: number): number {
    return this.#call.fcntl(fd, command, value);
  }

  shutdown(fd: number, how: number): number {
    return this.#call.shutdown(fd, how);
  }

  close(fd: number): number {
    return this.#call.close(fd);
  }

  epollCreate1(flags: number): number {
    return this.#call.epoll_create1(flags);
  }

  epollCtl(epoll: number, operation: number, fd: number, event: Memory): number {
    return this.#call.epoll_ctl(epoll, operation, fd, within(event, 0, EVENT_BYTES));
  }

  /** @param events - room for `most`, of `size` bytes each */
  epollWait(epoll: number, events: Memory, most: number, size: number): number {
    return this.#call.epoll_wait(epoll, within(events, 0, most * size), most, 0);
  }
}

const MSG_PEEK = 2;
const SPLICE_MOVE_NONBLOCK = 3;

const FD = 'int';
const INT = 'int';
const ADDRESS = 'int64_t';
const LENGTH = 'uint32_t';

/** What each call takes. Addresses go as numbers, which costs less than any other way. */
const SIGNATURES = {
  socket: [INT, INT, INT],
  connect: [FD, ADDRESS, LENGTH],
  bind: [FD, ADDRESS, LENGTH],
  listen: [FD, INT],
  accept4: [FD, ADDRESS, ADDRESS, INT],
  getsockname: [FD, ADDRESS, ADDRESS],
  setsockopt: [FD, INT, INT, ADDRESS, LENGTH],
  getsockopt: [FD, INT, INT, ADDRESS, ADDRESS],
  read: [FD, ADDRESS, LENGTH],
  recv: [FD, ADDRESS, LENGTH, INT],
  write: [FD, ADDRESS, LENGTH],
  splice: [FD, ADDRESS, FD, ADDRESS, LENGTH, INT],
  pipe2: [ADDRESS, INT],
  fcntl: [FD, INT, INT],
  shutdown: [FD, INT],
  close: [FD],
  epoll_create1: [INT],
  epoll_ctl: [FD, INT, FD, ADDRESS],
  epoll_wait: [FD, ADDRESS, INT, INT],
} as const;

function within({ address, bytes }: Memory, offset: number, length: number): number {
  if (offset < 0 || length < 0 || offset + length > bytes.length)
    throw new RangeError(`${length} bytes from ${offset} on are not within ${bytes.length} bytes of memory`);
  return address + offset;
}
