import { describe, expect, it } from '@jest/globals';
import { SwitchingWriter } from '../../lib/output/switching-writer.js';
import { SlowWriter } from './slow-writer.js';

/** A switching writer before an old writer, and what it has told of its writes. */
function before(old: SlowWriter) {
  const writer = new SwitchingWriter(old);
  const ends: (string | undefined)[] = [];
  const write = (text: string): void =>
    writer.write([Buffer.from(text)], (error) => ends.push(error?.message));
  return { writer, ends, write };
}

describe('a writer whose place another one takes', () => {
  it('is closed at once when nothing is being written to it', () => {
    const [old, next] = [new SlowWriter(), new SlowWriter()];
    const { writer, write } = before(old);
    write('a');
    old.read();
    writer.switchTo(next);
    expect(old.closed).toBe(true);
    write('b');
    next.read();
    expect([old.text, next.text, next.closed]).toEqual(['a', 'b', false]);
  });

  it('finishes its write first, and is closed then', () => {
    const [old, next] = [new SlowWriter(), new SlowWriter()];
    const { writer, ends, write } = before(old);
    write('a');
    old.untaken = 1;
    writer.switchTo(next);
    expect([old.closed, writer.untaken, ends]).toEqual([false, 1, []]);
    old.read();
    expect([old.text, old.closed, writer.untaken, ends]).toEqual(['a', true, undefined, [undefined]]);
    write('b');
    next.fail();
    expect(ends).toEqual([undefined, 'ENOSPC: no space left on device, write']);
  });

  it('keeps no more than two open, however often that is done while a write stalls', () => {
    const [old, ...nexts] = Array.from({ length: 5 }, () => new SlowWriter()) as [
      SlowWriter,
      ...SlowWriter[],
    ];
    const { writer, write } = before(old);
    write('a');
    for (const next of nexts) writer.switchTo(next);
    expect([old, ...nexts].map(({ closed }) => closed)).toEqual([false, true, true, true, false]);
    writer.close();
    expect([old.closed, nexts.at(-1)?.closed]).toEqual([true, true]);
  });

  it('writes at the exit of the process to the new one, if that can be done without waiting', () => {
    const [old, next] = [new SlowWriter(), new SlowWriter()];
    const { writer } = before(old);
    writer.switchTo(next);
    writer.writeSync?.(Buffer.from('last'));
    expect([old.text, next.text]).toEqual(['', 'last']);
    const never = new SlowWriter(false);
    delete never.writeSync;
    writer.switchTo(never);
    expect([writer.writeSync, writer.mayRecover, writer.mostAtOnce]).toEqual([undefined, false, 1]);
  });
});
