import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { MAX_LINE, readLines } from '../../lib/cli/line-reader.js';

/** What is read of pieces that come one after the other; `…` is a line that was too long. */
async function read(...pieces: readonly string[]): Promise<string[]> {
  const input = new PassThrough();
  const seen: string[] = [];
  readLines(input, { line: (text) => seen.push(text), tooLong: () => seen.push('…') });
  for (const piece of pieces) input.write(piece);
  await new Promise<void>((resolve) => input.on('end', resolve).end());
  return seen;
}

it('lines come whole, however they are cut, the last one without its end too', async () => {
  expect(await read('on', 'e\ntw', 'o\r\n', '\nthree')).toEqual(['one', 'two', '', 'three']);
});

it('a character that is cut stays one', async () => {
  const input = new PassThrough();
  const seen: string[] = [];
  readLines(input, { line: (text) => seen.push(text), tooLong: () => undefined });
  const [first, ...others] = Buffer.from('ü\n');
  input.write(Buffer.of(first ?? 0));
  input.write(Buffer.from(others));
  await new Promise<void>((resolve) => input.on('end', resolve).end());
  expect(seen).toEqual(['ü']);
});

it('a line that is too long is left out, said once, and the next one read', async () => {
  const long = 'x'.repeat(MAX_LINE);
  expect(await read(`${long}\n`)).toEqual([long]);
  expect(await read(`${long}x\nnext\n`)).toEqual(['…', 'next']);
  expect(await read(long, long, long, '\nnext\n')).toEqual(['…', 'next']);
  expect(await read(long, long)).toEqual(['…']);
});

it('nothing is read any more once it was stopped', () => {
  const input = new PassThrough();
  const seen: string[] = [];
  const stop = readLines(input, { line: (text) => seen.push(text), tooLong: () => undefined });
  stop();
  input.write('x\n');
  expect(input.isPaused()).toBe(true);
  expect(seen).toEqual([]);
});
