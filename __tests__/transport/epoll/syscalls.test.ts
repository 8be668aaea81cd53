import { describe, expect, it } from '@jest/globals';
import { EBADF, NONBLOCK_CLOEXEC } from '../../../lib/transport/epoll/constants.js';
import { selfTest, unsupported } from '../../../lib/transport/epoll/self-test.js';
import { Syscalls } from '../../../lib/transport/epoll/syscalls.js';
import { onlyWhere } from '../../helpers/only-where.js';

const EPERM = 1;
const onLinux = onlyWhere(unsupported() === undefined, 'epoll is of Linux').describe;

onLinux('system calls', () => {
  it('say why they failed', () => {
    const calls = new Syscalls();

    expect(calls.read(-1, calls.memory(8), 8)).toBe(-1);
    expect(calls.errno).toBe(EBADF);
  });

  it('move the bytes of memory, from where they are told', () => {
    const calls = new Syscalls();
    const ends = calls.memory(8);
    expect(calls.pipe2(ends, NONBLOCK_CLOEXEC)).toBe(0);
    const [out = -1, end = -1] = ends.i32;
    const [from, to] = [calls.memory(16), calls.memory(16)];
    from.bytes.set(Buffer.from('hello, kernel'));

    expect(calls.write(end, from, 7, 6)).toBe(6);
    expect(calls.read(out, to, 16)).toBe(6);

    expect(Buffer.from(to.bytes.subarray(0, 6)).toString()).toBe('kernel');
    expect([calls.close(out), calls.close(end)]).toEqual([0, 0]);
  });

  it.each<[string, (calls: Syscalls) => unknown]>([
    ['a read of more than there is room for', (calls) => calls.read(0, calls.memory(8), 9)],
    ['a look at more', (calls) => calls.peek(0, calls.memory(8), 9)],
    ['a write from beyond the end', (calls) => calls.write(1, calls.memory(8), 4, 5)],
    ['a write from before the beginning', (calls) => calls.write(1, calls.memory(8), -1, 1)],
    ['a negative length', (calls) => calls.read(0, calls.memory(8), -1)],
    ['an address that is longer than its memory', (calls) => calls.connect(-1, calls.memory(8), 16)],
    ['an option that is longer than its memory', (calls) => calls.setsockopt(-1, 1, 1, calls.memory(8), 9)],
    ['more events than there is room for', (calls) => calls.epollWait(-1, calls.memory(24), 3, 12)],
    ['a pipe without room for both its ends', (calls) => calls.pipe2(calls.memory(0), 0)],
    ['an event without room for it', (calls) => calls.epollCtl(-1, 1, -1, calls.memory(8))],
  ])('refuse %s before the kernel sees it', (_what, call) => {
    expect(() => call(new Syscalls())).toThrow(RangeError);
  });
});

onLinux('the self-test', () => {
  it('passes here', async () => {
    expect(await selfTest(new Syscalls())).toBeUndefined();
  });

  it.each([
    ['splice', 'splice'],
    ['accept4', 'accept4'],
    ['epollCtl', 'epoll_ctl'],
    ['pipe2', 'pipe2'],
    ['socket', 'socket'],
  ] as const)('finds that %s is forbidden, as a container may have it', async (method, name) => {
    const calls = new Syscalls();
    let isForbidden = false;
    Object.defineProperty(calls, method, {
      value: () => {
        isForbidden = true;
        return -1;
      },
    });
    Object.defineProperty(calls, 'errno', { get: () => (isForbidden ? EPERM : EBADF) });

    expect(await selfTest(calls)).toMatch(new RegExp(`^the system call ${name} does not work`));
  });

  it("finds that Node's loop does not tell of it", async () => {
    const calls = new Syscalls();
    Object.defineProperty(calls, 'poll', { value: () => ({ close: () => undefined }) });

    expect(await selfTest(calls)).toBe("Node's loop does not tell of epoll");
  });
});

describe('a platform', () => {
  it('is said to be of no use for what it is', () => {
    if (process.platform === 'linux') expect(unsupported()).toBeUndefined();
    else expect(unsupported()).toContain(process.platform);
  });
});
