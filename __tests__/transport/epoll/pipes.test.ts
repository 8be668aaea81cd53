import { afterEach, expect, it, jest } from '@jest/globals';
import { Pipes } from '../../../lib/transport/epoll/pipes.js';
import { unsupported } from '../../../lib/transport/epoll/self-test.js';
import { Syscalls } from '../../../lib/transport/epoll/syscalls.js';
import { onlyWhere } from '../../helpers/only-where.js';

const onLinux = onlyWhere(unsupported() === undefined, 'epoll is of Linux');

/** Counts what is open. */
class CountingCalls extends Syscalls {
  open = 0;

  override pipe2(...args: Parameters<Syscalls['pipe2']>): number {
    this.open += 2;
    return super.pipe2(...args);
  }

  override close(fd: number): number {
    this.open--;
    return super.close(fd);
  }
}

function taken(pipes: Pipes, count: number): NonNullable<ReturnType<Pipes['take']>>[] {
  return Array.from({ length: count }, () => pipes.take()).filter((pipe) => pipe !== undefined);
}

afterEach(() => {
  jest.useRealTimers();
});

onLinux.describe('the pipes of a process', () => {
  it('are 64 at most, and used again', () => {
    const calls = new CountingCalls();
    const pipes = new Pipes(calls);
    const all = taken(pipes, 70);
    expect([all.length, calls.open]).toEqual([64, 128]);
    for (const pipe of all) pipes.giveBack(pipe);
    expect(calls.open).toBe(32);
    for (const pipe of taken(pipes, 16)) pipes.discard(pipe);
    expect(calls.open).toBe(0);
  });

  it('are closed once none has been wanted for a second', () => {
    jest.useFakeTimers();
    const calls = new CountingCalls();
    const pipes = new Pipes(calls);
    for (const pipe of taken(pipes, 3)) pipes.giveBack(pipe);
    jest.advanceTimersByTime(1000);
    expect(calls.open).toBe(6);
    for (const pipe of taken(pipes, 1)) pipes.giveBack(pipe);
    jest.advanceTimersByTime(1000);
    expect(calls.open).toBe(6);
    jest.advanceTimersByTime(1000);
    expect(calls.open).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });
});
