import { describe, expect, it } from '@jest/globals';
import { linesOf } from '../../lib/recording/lines-of.js';

async function split(pieces: readonly string[]): Promise<string[]> {
  async function* come(): AsyncGenerator<string> {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const lines = [];
  for await (const line of linesOf(come(), 'run.jsonl')) lines.push(line);
  return lines;
}

describe('lines of a text that comes in pieces', () => {
  it.each([
    [[]],
    [['one']],
    [['one\ntwo\n']],
    [['o', 'n', 'e\n', '\ntw', 'o', '\nthree']],
    [['one\u2028and\rthe same\n']],
  ])('are those of the whole: %j', async (pieces) => {
    expect(await split(pieces)).toEqual(pieces.join('').split('\n'));
  });

  it('are refused when there is no end to one', async () => {
    const piece = 'x'.repeat(1024 * 1024);
    const pieces = ['{}\n', ...Array<string>(17).fill(piece)];
    await expect(split(pieces)).rejects.toThrow(
      "recording 'run.jsonl', line 2: it has more than 16777216 characters",
    );
  });
});
