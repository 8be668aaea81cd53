import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineAnswers, LINE_PIECE_BYTES } from '../../lib/server/line-answers.js';
import type { OnLine } from '../../lib/server/modes/mode.js';
import { ReceivedLine, SHOWN_BYTES } from '../../lib/server/received-line.js';

const LABEL = Buffer.from('[B1] ');

/** Everything that is answered to these chunks and then the end, and the most that was kept meanwhile. */
function answersTo(chunks: readonly Buffer[], pieceBytes?: number): { answers: Buffer; mostKept: number } {
  const lines = new LineAnswers(LABEL, { ...(pieceBytes !== undefined && { pieceBytes }) });
  const batches: Buffer[] = [];
  let mostKept = 0;
  for (const chunk of chunks) {
    for (let left = chunk; left.length > 0;) {
      const { answers, taken } = lines.take(left);
      batches.push(answers);
      left = left.subarray(taken);
      mostKept = Math.max(mostKept, lines.keptBytes);
    }
  }
  batches.push(lines.rest());
  return { answers: Buffer.concat(batches), mostKept };
}

/** What the log is told of these chunks and then the end. */
function told(
  chunks: readonly Buffer[],
  pieceBytes = LINE_PIECE_BYTES,
): (readonly [start: string, cut: boolean])[] {
  const lines: [string, boolean][] = [];
  const onLine: OnLine = (kept, piece, ended) => {
    const { text, cut: isCut } = new ReceivedLine('127.0.0.1:5', kept, piece, ended);
    lines.push([text, isCut]);
  };
  const answers = new LineAnswers(LABEL, { pieceBytes, onLine });
  for (const chunk of chunks)
    for (let left = chunk; left.length > 0;) left = left.subarray(answers.take(left).taken);
  answers.rest();
  return lines;
}

/** What is to be answered, worked out the plain way. */
function expectedAnswers(bytes: Buffer, pieceBytes: number): Buffer {
  const lines = bytes.toString('latin1').split('\n');
  const unterminated = lines.pop() ?? '';
  if (unterminated !== '') lines.push(unterminated);
  const pieces = lines.flatMap((line) => {
    const count = Math.max(1, Math.ceil(line.length / pieceBytes));
    return Array.from({ length: count }, (_, i) => line.slice(i * pieceBytes, (i + 1) * pieceBytes));
  });
  return Buffer.from(pieces.map((piece) => `[B1] ${piece}\n`).join(''), 'latin1');
}

/** The bytes cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('line answers', () => {
  it.each([
    ['a line', 'hello\n', '[B1] hello\n'],
    ['two lines', 'a\nb\n', '[B1] a\n[B1] b\n'],
    ['an empty line', '\n', '[B1] \n'],
    ['a last line without newline', 'a\nb', '[B1] a\n[B1] b\n'],
    ['a carriage return', 'a\r\n', '[B1] a\r\n'],
    ['bytes that are not text', '\0\xff\xfe\x1b\n', '[B1] \0\xff\xfe\x1b\n'],
    ['nothing', '', ''],
  ])('answer %s', (_what, sent, answered) => {
    expect(answersTo([Buffer.from(sent, 'latin1')]).answers.toString('latin1')).toBe(answered);
  });

  it.each([
    ['just a piece', LINE_PIECE_BYTES, [LINE_PIECE_BYTES]],
    ['a byte less than a piece', LINE_PIECE_BYTES - 1, [LINE_PIECE_BYTES - 1]],
    ['a byte more than a piece', LINE_PIECE_BYTES + 1, [LINE_PIECE_BYTES, 1]],
    ['two pieces', 2 * LINE_PIECE_BYTES, [LINE_PIECE_BYTES, LINE_PIECE_BYTES]],
  ])('answer a line of %s in pieces of 64 KiB, with or without its newline', (_what, length, pieces) => {
    const expected = pieces.map((size) => `[B1] ${'x'.repeat(size)}\n`).join('');
    for (const end of ['', '\n']) {
      const line = Buffer.from('x'.repeat(length) + end);
      expect(answersTo([line]).answers.equals(Buffer.from(expected))).toBe(true);
      expect(answersTo(cut(line, [length])).answers.equals(Buffer.from(expected))).toBe(true);
    }
  });

  it('answer the empty line that follows a line of just a piece', () => {
    const { answers } = answersTo([Buffer.from('xxxx\n\n')], 4);
    expect(answers.toString()).toBe('[B1] xxxx\n[B1] \n');
  });

  it('are the same however the bytes are cut into chunks', () => {
    const bytes = fc
      .array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 255 }) }, fc.constant(0x0a)), {
        maxLength: 60,
      })
      .map((values) => Buffer.from(values));
    const places = fc.array(fc.nat(60), { maxLength: 30 });
    fc.assert(
      fc.property(bytes, places, fc.integer({ min: 1, max: 9 }), (sent, at, pieceBytes) => {
        const { answers, mostKept } = answersTo(cut(sent, at), pieceBytes);
        expect(answers.toString('latin1')).toBe(expectedAnswers(sent, pieceBytes).toString('latin1'));
        expect(mostKept).toBeLessThan(pieceBytes + 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep no more than a piece of a line without end that comes byte by byte', () => {
    const bytes = Array.from({ length: 3 * LINE_PIECE_BYTES + 5 }, () => Buffer.from('a'));
    const { answers, mostKept } = answersTo(bytes);
    expect(mostKept).toBeLessThanOrEqual(LINE_PIECE_BYTES);
    expect(answers.equals(expectedAnswers(Buffer.concat(bytes), LINE_PIECE_BYTES))).toBe(true);
  });

  it('come in small batches even if a chunk is all newlines and the label long', () => {
    const lines = new LineAnswers(Buffer.alloc(1000, 'n'));
    const { answers, taken } = lines.take(Buffer.alloc(64 * 1024, '\n'));
    expect(answers.length).toBe(taken * 1001);
    expect(answers.length).toBeLessThan(128 * 1024);
  });

  it('tell of each line once, with its first bytes, however the bytes are cut into chunks', () => {
    const long = 'x'.repeat(SHOWN_BYTES);
    const sent = Buffer.from(`hello\n\n${long}\n${long}y\n${long.repeat(3)}\nlast`);
    const expected = [
      ['hello', false],
      ['', false],
      [long, false],
      [long, true],
      [long, true],
      ['last', false],
    ];
    for (const pieceBytes of [LINE_PIECE_BYTES, SHOWN_BYTES + 10])
      for (const places of [[], [3], [7, 30, 250], Array.from(sent.keys())])
        expect(told(cut(sent, places), pieceBytes)).toEqual(expected);
  });

  it('tell of a line without end with its first piece', () => {
    expect(told([Buffer.alloc(3 * LINE_PIECE_BYTES, 'a')])).toEqual([['a'.repeat(SHOWN_BYTES), true]]);
  });
});
