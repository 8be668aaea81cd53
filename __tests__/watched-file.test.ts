import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { WatchedFile } from '../lib/watched-file.js';
import { cleanup } from './helpers/cleanup.js';
import { replaceFile } from './helpers/discovered.js';
import { temporaryFile, temporaryFolder } from './helpers/folder.js';

const onEnd = cleanup();
const MAX_BYTES = 100;

/** What was told of a file, and the next of it. */
class Told {
  readonly all: string[] = [];
  #wake: (() => void) | undefined;

  tell(what: string): void {
    this.all.push(what);
    this.#wake?.();
  }

  /** The `nth` from 1 up. */
  async nth(nth: number): Promise<string | undefined> {
    while (this.all.length < nth) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.all[nth - 1];
  }
}

function watched(path: string): { told: Told; first: string } {
  const told = new Told();
  const file = new WatchedFile(path, MAX_BYTES, {
    changed: (text) => told.tell(text),
    unreadable: (error) => told.tell(String((error as { code?: string }).code ?? error)),
  });
  onEnd(() => file.close());
  return { told, first: file.open() };
}

describe('a watched file', () => {
  it('is told when its content changes, written in place or renamed to its name', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told, first } = watched(path);
    expect(first).toBe('a');
    await writeFile(path, 'b');
    expect(await told.nth(1)).toBe('b');
    await replaceFile(path, 'c');
    expect(await told.nth(2)).toBe('c');
  });

  it('is told once when it is written piece by piece', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told } = watched(path);
    for (const part of ['', 'b', 'bc', 'bcd']) await writeFile(path, part);
    expect(await told.nth(1)).toBe('bcd');
    expect(told.all).toEqual(['bcd']);
  });

  it('is not told when it is touched, or replaced by the same', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told } = watched(path);
    await utimes(path, new Date(), new Date(0));
    await replaceFile(path, 'a');
    await new Promise((resolve) => setTimeout(resolve, 500)); // longer than it waits for quiet
    await writeFile(path, 'b');
    expect(await told.nth(1)).toBe('b');
  });

  it('cannot be read when it has become a pipe, and nothing waits for the other end of that', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told } = watched(path);
    const pipe = join(await temporaryFolder(onEnd), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await rename(pipe, path);
    expect(await told.nth(1)).toBe('Error: it is not a regular file');
    await replaceFile(path, 'b');
    expect(await told.nth(2)).toBe('b');
  });

  it('is told when it is gone, once, and when it is back as it was', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told } = watched(path);
    await rm(path);
    expect(await told.nth(1)).toBe('ENOENT');
    await writeFile(path, 'a');
    expect(await told.nth(2)).toBe('a');
  });

  it('is told when it is too long', async () => {
    const path = await temporaryFile(onEnd, 'list', 'a');
    const { told } = watched(path);
    await replaceFile(path, 'x'.repeat(MAX_BYTES + 1));
    expect(await told.nth(1)).toBe(`RangeError: it has more than ${MAX_BYTES} bytes`);
  });

  it('is seen where a link in its folder leads to another folder, and in a folder that is made anew', async () => {
    const folder = await temporaryFolder(onEnd);
    for (const version of ['1', '2']) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'list'), version);
    }
    await symlink(join(folder, '1'), join(folder, 'now'));
    const { told } = watched(join(folder, 'now', 'list'));
    await symlink(join(folder, '2'), join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'now'));
    expect(await told.nth(1)).toBe('2');
    await rename(join(folder, '2'), join(folder, 'old'));
    await mkdir(join(folder, '2'));
    await writeFile(join(folder, '2', 'list'), '3');
    expect(await told.nth(told.all.includes('ENOENT') ? 3 : 2)).toBe('3');
  });

  it('that is not there cannot be opened', () => {
    expect(() => watched('/nowhere/list')).toThrow(/ENOENT/);
  });
});
