import { describe, expect, it, jest } from '@jest/globals';
import { LineBuffer } from '../../lib/logging/line-buffer.js';
import { SlowWriter } from '../output/slow-writer.js';

const MIB = 1024 * 1024;

/** A buffer before a writer that reads when it is told to; what it says is written as a line, as a log does. */
function bufferTo(writer: SlowWriter) {
  const failures: string[] = [];
  const buffer: LineBuffer = new LineBuffer(writer, {
    dropped: (lines) => buffer.write(`dropped ${lines}`),
    failed: (error) => failures.push(error.message),
  });
  return { buffer, failures };
}

/** Lines of 1 KiB, numbered. */
const line = (n: number): string => String(n).padStart(7, '0').padEnd(1023, '.');
const numbers = (lines: readonly string[]): (number | string)[] =>
  lines.map((text) => (text.startsWith('dropped') ? text : Number(text.slice(0, 7))));
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => from + n);

describe('the lines of a log', () => {
  it('are written whole and in order, those that had to wait several at a time', () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    for (let n = 0; n < 100; n++) buffer.write(line(n));
    writer.read(1);
    expect(numbers(writer.lines)).toEqual([0]);
    writer.read(1);
    expect(numbers(writer.lines)).toEqual(upTo(17));
    writer.read();
    expect(numbers(writer.lines)).toEqual(upTo(100));
  });

  it('may be longer than what is written at a time', () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    const texts = ['a', 'é'.repeat(100_000), 'b'];
    for (const text of texts) buffer.write(text);
    writer.read();
    expect(writer.lines).toEqual(texts);
  });

  it('beyond 8 MiB are dropped, and counted where they are missing, as soon as there is room', () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    const fitting = (8 * MIB) / 1024;
    for (let n = 0; n < 20_000; n++) buffer.write(line(n));
    writer.read(3);
    buffer.write(line(20_000));
    writer.read();
    expect(numbers(writer.lines)).toEqual([...upTo(fitting), `dropped ${20_000 - fitting}`, 20_000]);
  });

  it('that were dropped are counted at the end, though nothing was read', async () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    for (let n = 0; n < 9000; n++) buffer.write(line(n));
    const ended = buffer.end(60_000);
    writer.read();
    expect(await ended).toBe(true);
    expect(writer.lines.at(-1)).toBe(`dropped ${9000 - 8192}`);
  });

  it('are not waited for longer than is said', async () => {
    jest.useFakeTimers();
    const { buffer } = bufferTo(new SlowWriter());
    buffer.write('a');
    const ended = buffer.end(2000);
    await jest.advanceTimersByTimeAsync(2000);
    expect(await ended).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('that cannot be written in time, nor at the exit, are given up and counted', async () => {
    const writer = new SlowWriter();
    delete writer.writeSync; // as a pipe
    const dropped: number[] = [];
    const buffer = new LineBuffer(writer, {
      dropped: (lines) => dropped.push(lines),
      failed: () => undefined,
    });
    for (let n = 0; n < 30; n++) buffer.write(line(n)); // one is being written, 16 wait, 13 are not a batch yet
    expect(await buffer.end(10)).toBe(false);
    expect(dropped).toEqual([30]);
    buffer.write('too late');
    expect(await buffer.end(10)).toBe(false);
    writer.read();
    expect([numbers(writer.lines), dropped]).toEqual([[0], [30]]);
  });

  it('of which a part has been taken in are counted from the first that is not whole', async () => {
    const writer = new SlowWriter();
    delete writer.writeSync;
    const dropped: number[] = [];
    const buffer = new LineBuffer(writer, {
      dropped: (lines) => dropped.push(lines),
      failed: () => undefined,
    });
    for (let n = 0; n < 17; n++) buffer.write(line(n));
    writer.read(1);
    const ended = buffer.end(10);
    writer.untaken = 3 * 1024 + 1; // of 16 lines
    expect(await ended).toBe(false);
    expect(dropped).toEqual([4]);
  });

  it('are left for the exit where they can be written then', async () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    for (let n = 0; n < 30; n++) buffer.write(line(n));
    expect(await buffer.end(10)).toBe(false);
    buffer.endNow();
    expect(numbers(writer.lines)).toEqual(upTo(29, 1));
  });

  it('need no waiting when there are none', async () => {
    expect(await bufferTo(new SlowWriter()).buffer.end(0)).toBe(true);
  });

  it('count as dropped when a write failed, and go on when the next one succeeds', () => {
    const writer = new SlowWriter();
    const { buffer, failures } = bufferTo(writer);
    for (const text of ['a', 'b', 'c']) buffer.write(text);
    writer.fail();
    writer.fail();
    expect(writer.isWaiting).toBe(false);
    buffer.write('d');
    writer.read();
    expect(writer.lines).toEqual(['d', 'dropped 3']);
    expect(failures).toHaveLength(2);
  });

  it('that wait are given up and counted when what failed cannot recover', async () => {
    const writer = new SlowWriter(false);
    const told: (number | string)[] = [];
    const buffer = new LineBuffer(writer, {
      dropped: (lines) => told.push(lines),
      failed: (error) => told.push(error.message),
    });
    for (let n = 0; n < 30; n++) buffer.write(line(n)); // one is being written, 16 wait, 13 are not a batch yet
    writer.fail('EPIPE: broken pipe, write');
    buffer.write('too late');
    expect([writer.isWaiting, writer.text, told]).toEqual([false, '', [30, 'EPIPE: broken pipe, write']]);
    await buffer.end(10);
    expect(told).toHaveLength(2);
  });

  it('that wait are written at once at the exit of the process', () => {
    const writer = new SlowWriter();
    const { buffer } = bufferTo(writer);
    for (let n = 0; n < 100; n++) buffer.write(line(n));
    buffer.endNow();
    expect(numbers(writer.lines)).toEqual(upTo(99, 1));
  });
});
