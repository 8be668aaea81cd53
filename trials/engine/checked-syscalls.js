// The system calls of the epoll engine with every assertion that can be made around them: an assertion build of the wrapper.
import { Syscalls } from '../../dist/transport/epoll/syscalls.js';

/** Bytes around each piece of memory that nobody may write. */
const MARGIN = 64;
const CANARY = 0xa5;

/** How often all memory is looked at: at each so many calls, and at the end. */
const EVERY = 1024;

/** Calls that take a descriptor first. */
const ON_DESCRIPTOR = [
  'connect',
  'bind',
  'listen',
  'accept4',
  'getsockname',
  'setsockopt',
  'getsockopt',
  'read',
  'peek',
  'write',
  'fcntl',
  'shutdown',
  'epollWait',
];

export class CheckedSyscalls extends Syscalls {
  /** Calls so far. */
  count = 0;
  /** What went wrong. */
  faults = [];
  /** Descriptors that were opened and not closed. */
  open = new Set();
  #margins = [];

  constructor() {
    super();
    for (const name of ON_DESCRIPTOR) {
      const call = this[name];
      this[name] = (fd, ...rest) => {
        this.#known(name, fd);
        return call.call(this, fd, ...rest);
      };
    }
  }

  /** Memory in the middle of more of it, whose margins are watched. */
  memory(bytes) {
    const length = Math.ceil(bytes / 8) * 8;
    const whole = super.memory(length + 2 * MARGIN);
    const { buffer } = whole.bytes;
    whole.bytes.fill(CANARY, 0, MARGIN).fill(CANARY, MARGIN + length);
    this.#margins.push(new WeakRef(whole.bytes));
    return {
      address: whole.address + MARGIN,
      bytes: new Uint8Array(buffer, MARGIN, length),
      i32: new Int32Array(buffer, MARGIN, length / 4),
      u32: new Uint32Array(buffer, MARGIN, length / 4),
    };
  }

  socket(...args) {
    return this.#opened(super.socket(...args));
  }

  accept4(fd, ...rest) {
    this.#known('accept4', fd);
    return this.#opened(super.accept4(fd, ...rest));
  }

  epollCreate1(...args) {
    return this.#opened(super.epollCreate1(...args));
  }

  pipe2(ends, flags) {
    const result = super.pipe2(ends, flags);
    if (result === 0) for (const fd of ends.i32.subarray(0, 2)) this.#opened(fd);
    return result;
  }

  splice(from, to, length) {
    this.#known('splice', from);
    this.#known('splice', to);
    return super.splice(from, to, length);
  }

  epollCtl(epoll, operation, fd, event) {
    this.#known('epoll_ctl', epoll);
    this.#known('epoll_ctl', fd);
    return super.epollCtl(epoll, operation, fd, event);
  }

  close(fd) {
    this.#known('close', fd);
    this.open.delete(fd);
    return super.close(fd);
  }

  /** Looks at all margins that are still there. */
  check() {
    this.#margins = this.#margins.filter((reference) => {
      const bytes = reference.deref();
      if (bytes === undefined) return false;
      const end = bytes.length - MARGIN;
      for (let at = 0; at < MARGIN; at++)
        if (bytes[at] !== CANARY || bytes[end + at] !== CANARY) {
          this.faults.push(`memory of ${end - MARGIN} bytes was written beyond its ends`);
          return false;
        }
      return true;
    });
  }

  #opened(fd) {
    if (fd < 0) return fd;
    if (this.open.has(fd)) this.faults.push(`descriptor ${fd} was opened while it was open`);
    this.open.add(fd);
    return fd;
  }

  #known(call, fd) {
    if (++this.count % EVERY === 0) this.check();
    if (!this.open.has(fd)) this.faults.push(`${call} on descriptor ${fd}, which is not open`);
  }
}
