import { describe, expect, it } from '@jest/globals';
import type { AnswerState } from '../../lib/client/answer-reader.js';
import { Payload } from '../../lib/client/payload.js';
import { AnswerVerifier } from '../../lib/client/verification.js';
import { namedAnswer } from './helpers.js';

/** Sends these lines one by one, each answered by the bytes beside it; tells how the last one was judged. */
function judge(
  exchanges: readonly (readonly [line: string, answer: string])[],
  chunkBytes = Infinity,
): { state: AnswerState; backend: string | undefined; reason: string } {
  const verifier = new AnswerVerifier();
  let state: AnswerState = 'incomplete';
  for (const [line, answer] of exchanges) {
    verifier.expect(Payload.text(line));
    const bytes = Buffer.from(answer);
    for (let at = 0; at < bytes.length; at += chunkBytes)
      state = verifier.push(bytes.subarray(at, at + chunkBytes));
  }
  return { state, backend: verifier.backend, reason: verifier.reason };
}

const PIECE = 'p'.repeat(64 * 1024);

describe('the verification of answers', () => {
  it.each<[string, [string, string][], string | undefined]>([
    ['a named answer', [['hello', '[B1] hello\n']], 'B1'],
    ['an echo', [['hello', 'hello\n']], undefined],
    ['a named answer to an empty line', [['', '[B1] \n']], 'B1'],
    ['an echo of an empty line', [['', '\n']], undefined],
    [
      'several answers of one backend',
      [
        ['a', '[B1] a\n'],
        ['b', '[B1] b\n'],
        ['c', '[B1] c\n'],
      ],
      'B1',
    ],
    [
      'several echoes',
      [
        ['a', 'a\n'],
        ['', '\n'],
        ['b', 'b\n'],
      ],
      undefined,
    ],
    ['a name with blanks and brackets', [['a', '[rack [7]:a] a\n']], 'rack [7]:a'],
    ['a name that is not ASCII', [['a', '[Bär] a\n']], 'Bär'],
    ['a line of exactly 64 KiB', [[PIECE, `[B1] ${PIECE}\n`]], 'B1'],
    ['a line of 64 KiB and a byte, in two pieces', [[`${PIECE}q`, `[B1] ${PIECE}\n[B1] q\n`]], 'B1'],
    ['a line of 128 KiB, without an empty piece', [[PIECE + PIECE, `[B1] ${PIECE}\n[B1] ${PIECE}\n`]], 'B1'],
    ['an echo of 128 KiB, in one piece', [[PIECE + PIECE, `${PIECE}${PIECE}\n`]], undefined],
    ['a line with brackets further on', [['a [b] c', '[B1] a [b] c\n']], 'B1'],
  ])('accepts %s', (_, exchanges, backend) => {
    expect(judge(exchanges)).toEqual({ state: 'complete', backend, reason: '' });
  });

  it.each<[string, [string, string][]]>([
    ['a changed byte', [['hello', '[B1] hellp\n']]],
    ['a changed byte in an echo', [['hello', 'hallo\n']]],
    ["another connection's answer", [['hello 1', '[B1] hello 2\n']]],
    ['a missing byte', [['hello', '[B1] hell\n']]],
    ['a byte too many', [['hello', '[B1] helloo\n']]],
    ['a carriage return', [['hello', '[B1] hello\r\n']]],
    ['bytes behind the answer', [['hello', '[B1] hello\n[B1] \n']]],
    ['the answer twice', [['hello', 'hello\nhello\n']]],
    [
      'another backend than before',
      [
        ['a', '[B1] a\n'],
        ['b', '[B2] b\n'],
      ],
    ],
    [
      'a backend whose name is a longer one',
      [
        ['a', '[B1] a\n'],
        ['b', '[B11] b\n'],
      ],
    ],
    [
      'an echo after a named answer',
      [
        ['a', '[B1] a\n'],
        ['b', 'b\n'],
      ],
    ],
    [
      'a named answer after an echo',
      [
        ['a', 'a\n'],
        ['b', '[B1] b\n'],
      ],
    ],
    ['another backend in the second piece', [[`${PIECE}q`, `[B1] ${PIECE}\n[B2] q\n`]]],
    ['a long line in one piece', [[`${PIECE}q`, `[B1] ${PIECE}q\n`]]],
    ['an empty piece behind the last', [[PIECE, `[B1] ${PIECE}\n[B1] \n`]]],
    ['a name that does not end in its line', [['hello', '[B1 hello\n']]],
    ['a name that does not end at all', [['hello', `[${'x'.repeat(2000)}`]]],
    ['no answer but a newline', [['hello', '\n']]],
  ])('refuses %s', (_, exchanges) => {
    const { state, reason } = judge(exchanges);
    expect(state).toBe('mismatch');
    expect(reason).not.toBe('');
  });

  it.each<[string, string, string, string]>([
    [
      'hello',
      '[B1] hexlo\n',
      'an answer that differs from what was sent at byte 2',
      'expected "llo", got "xlo\\n"',
    ],
    ['hello', '[B1] hello!\n', 'an answer longer than what was sent at byte 5', 'expected "\\n", got "!\\n"'],
    ['hello', 'hello\nmore', 'bytes beyond the answer at byte 5', 'expected nothing, got "more"'],
    [
      'hello',
      '[B1\n',
      'an answer without the name of a backend at byte 0',
      'expected "[NAME] ", got "[B1\\n"',
    ],
    [
      `${PIECE}q`,
      `[B1] ${PIECE}\n[B2] q\n`,
      'an answer that is not from B1 at byte 65536',
      'expected "[B1] ", got "[B2] q\\n"',
    ],
    [
      'x'.repeat(100),
      `[B1] y\u001b${'x'.repeat(98)}\n`,
      'an answer that differs from what was sent at byte 0',
      `expected "${'x'.repeat(24)}", got "y\\u001b${'x'.repeat(22)}"`,
    ],
  ])('says where %j and the answer %j differ', (line, answer, where, what) => {
    for (const chunkBytes of [Infinity, 200_000])
      expect(judge([[line, answer]], chunkBytes).reason).toBe(`${where}: ${what}`);
  });

  it.each(['[B1] hello', '[B1] hel', '[B1', '[', 'hello', 'h'])('waits for the rest of %s', (answer) => {
    expect(judge([['hello', answer]]).state).toBe('incomplete');
  });

  it.each([1, 2, 3, 7, 65_536, 65_543])(
    'judges the same when the bytes come in chunks of %i',
    (chunkBytes) => {
      const line = `${PIECE}${PIECE}q`;
      const right = namedAnswer('B1', line);
      const wrong = `${right.slice(0, -2)}r\n`;
      expect(
        judge(
          [
            ['a', '[B1] a\n'],
            [line, right],
          ],
          chunkBytes,
        ),
      ).toEqual({
        state: 'complete',
        backend: 'B1',
        reason: '',
      });
      expect(
        judge(
          [
            ['a', '[B1] a\n'],
            [line, wrong],
          ],
          chunkBytes,
        ).state,
      ).toBe('mismatch');
    },
  );

  it('refuses bytes that come before anything was sent', () => {
    expect(new AnswerVerifier().push(Buffer.from('220 ready\n'))).toBe('mismatch');
  });

  it('stays with its verdict', () => {
    const verifier = new AnswerVerifier();
    verifier.expect(Payload.text('a'));
    verifier.push(Buffer.from('b'));
    expect(verifier.push(Buffer.from('a\n'))).toBe('mismatch');
  });
});
