import {
  EBADF,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLLIN,
  AF_INET,
  NONBLOCK_CLOEXEC,
  SOCK_STREAM_NONBLOCK_CLOEXEC,
} from './constants.js';
import { EVENT_BYTES, writeEvent } from './epoll-event.js';
import type { Syscalls } from './syscalls.js';

/** Node's loop has that long to tell of a descriptor, in milliseconds; it takes a fraction of one. */
const PATIENCE_MS = 2000;

/** Why the engine cannot be used in this process, as far as that is known without any system call. */
export function unsupported(): string | undefined {
  const { platform, arch, versions } = process;
  if (versions.bun !== undefined) return 'Bun has no loop that it could be a part of';
  if (versions.deno !== undefined) return 'Deno has no loop that it could be a part of';
  if (platform !== 'linux') return `it is for Linux, and this is ${platform}`;
  if (arch !== 'x64' && arch !== 'arm64') return `it is for x64 and arm64, and this is ${arch}`;
  return undefined;
}

/**
 * Tries every system call that carrying connections takes: a container may forbid any of them.
 *
 * @returns what does not work; undefined when all does
 */
export async function selfTest(calls: Syscalls): Promise<string | undefined> {
  return forbidden(calls) ?? (await deaf(calls));
}

/** Calls on no descriptor at all must say so: a call that is forbidden says something else. */
function forbidden(calls: Syscalls): string | undefined {
  const memory = calls.memory(64);
  const tries: Readonly<Record<string, () => number>> = {
    connect: () => calls.connect(-1, memory, 16),
    bind: () => calls.bind(-1, memory, 16),
    listen: () => calls.listen(-1, 1),
    accept4: () => calls.accept4(-1, memory, calls.memory(8), NONBLOCK_CLOEXEC),
    getsockname: () => calls.getsockname(-1, memory, calls.memory(8)),
    setsockopt: () => calls.setsockopt(-1, 1, 1, memory, 4),
    getsockopt: () => calls.getsockopt(-1, 1, 1, memory, calls.memory(8)),
    read: () => calls.read(-1, memory, 1),
    recv: () => calls.peek(-1, memory, 1),
    write: () => calls.write(-1, memory, 0, 1),
    splice: () => calls.splice(-1, -1, 1),
    fcntl: () => calls.fcntl(-1, 0, 0),
    shutdown: () => calls.shutdown(-1, 1),
    close: () => calls.close(-1),
    epoll_ctl: () => calls.epollCtl(-1, EPOLL_CTL_ADD, -1, memory),
  };
  for (const [name, call] of Object.entries(tries))
    if (call() !== -1 || calls.errno !== EBADF) return `the system call ${name} does not work`;
  const socket = calls.socket(AF_INET, SOCK_STREAM_NONBLOCK_CLOEXEC);
  if (socket < 0) return `the system call socket does not work (errno ${calls.errno})`;
  calls.close(socket);
  return undefined;
}

/** Does Node's own loop tell of what epoll tells? */
async function deaf(calls: Syscalls): Promise<string | undefined> {
  const ends = calls.memory(8);
  if (calls.pipe2(ends, NONBLOCK_CLOEXEC) < 0)
    return `the system call pipe2 does not work (errno ${calls.errno})`;
  const [out = -1, end = -1] = ends.i32;
  const epoll = calls.epollCreate1(EPOLL_CLOEXEC);
  try {
    const event = calls.memory(EVENT_BYTES);
    writeEvent(event, EPOLLIN, out, 1);
    const byte = calls.memory(1);
    if (epoll < 0 || calls.epollCtl(epoll, EPOLL_CTL_ADD, out, event) < 0)
      return `epoll does not work (errno ${calls.errno})`;
    if (calls.write(end, byte, 0, 1) !== 1) return 'a pipe does not work';
    return (await isTold(calls, epoll)) ? undefined : "Node's loop does not tell of epoll";
  } finally {
    for (const fd of [epoll, out, end]) calls.close(fd);
  }
}

function isTold(calls: Syscalls, epoll: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isTold: boolean) => (): void => {
      clearTimeout(timer);
      handle.close();
      // Behind that callback Node runs no promises.
      setImmediate(() => resolve(isTold));
    };
    const timer = setTimeout(done(false), PATIENCE_MS);
    const handle = calls.poll(epoll, done(true));
  });
}
