import { execFileSync } from 'node:child_process';
import { constants, openSync, closeSync, readFileSync, readSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { openWriter, writerTo } from '../../lib/output/open-writer.js';
import { WriteQueue } from '../../lib/output/write-queue.js';
import type { Writer } from '../../lib/output/writer.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();

/** Writes chunks, each pushed while the ones before are under way. @returns the errors */
async function writeAll(writer: Writer, chunks: readonly string[]): Promise<(string | undefined)[]> {
  const results: (string | undefined)[] = [];
  const queue = new WriteQueue(writer, (_chunk, error) => results.push(error?.message));
  for (const chunk of chunks) queue.push(Buffer.from(chunk));
  await queue.settled(60_000);
  writer.close();
  return results;
}

describe('a writer', () => {
  it.each([
    ['appends to', 'a', 'before\n'],
    ['begins anew', 'w', ''],
  ] as const)('%s a file, in order', async (_how, flags, kept) => {
    const file = join(await temporaryFolder(onEnd), 'out');
    await writeFile(file, 'before\n');
    const chunks = Array.from({ length: 3000 }, (_, n) => `${n}\n`);
    await writeAll(openWriter(file, flags), chunks);
    expect(readFileSync(file, 'utf8')).toBe(kept + chunks.join(''));
  });

  it('says why a disk did not take a chunk', async () => {
    expect(await writeAll(openWriter('/dev/full', 'a'), ['a', 'b'])).toEqual(
      Array(2).fill('ENOSPC: no space left on device, write'),
    );
  });

  it('opens a FIFO without a reader, and keeps for a later one what fits', async () => {
    const fifo = join(await temporaryFolder(onEnd), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const writer = openWriter(fifo, 'a');
    onEnd(() => writer.close());
    const queue = new WriteQueue(writer, () => undefined);
    queue.push(Buffer.from('first\n'));
    queue.push(Buffer.alloc(1_000_000, '.'));
    queue.push(Buffer.from('\nlast'));
    expect(await queue.settled(0)).toBe(false);

    const fd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    onEnd(() => closeSync(fd));
    let text = '';
    const buffer = Buffer.alloc(64 * 1024);
    while (!text.endsWith('last')) {
      try {
        text += buffer.toString('latin1', 0, readSync(fd, buffer));
      } catch {
        await new Promise((resolve) => setImmediate(resolve)); // empty for now
      }
    }
    expect(text).toBe(`first\n${'.'.repeat(1_000_000)}\nlast`);
    expect(await queue.settled(60_000)).toBe(true);
  });

  it('writes to a stream at once what that takes at once', () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    let isDone = false;
    writerTo(stream).write([Buffer.from('a')], () => (isDone = true));
    expect([isDone, stream.read()]).toEqual([true, 'a']);
  });

  it('says when a stream is gone', async () => {
    const stream = new PassThrough().on('error', () => undefined);
    stream.destroy(new Error('EPIPE'));
    const writer = writerTo(stream);
    expect(await writeAll(writer, ['a'])).toEqual(['Cannot call write after a stream was destroyed']);
  });

  it('cannot be opened where there is no such folder', () => {
    expect(() => openWriter('/no/such/folder/file', 'a')).toThrow('ENOENT');
  });
});
