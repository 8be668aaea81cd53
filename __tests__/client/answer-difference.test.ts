import { describe, expect, it } from '@jest/globals';
import { differenceAt, differenceText } from '../../lib/client/answer-difference.js';

describe('a difference', () => {
  it.each([
    ['text', Buffer.from('hello'), 'hello'],
    ['a character that is cut', Buffer.from('ü'.repeat(20)).subarray(0, 23), 'ü'.repeat(11)],
    ['what is not UTF-8', Buffer.of(0x41, 0xff, 0x0a), 'A\\xff\\x0a'],
    ['much', Buffer.alloc(1000, 'x'), 'x'.repeat(24)],
    ['nothing', Buffer.alloc(0), ''],
  ])('shows of %s the beginning', (_, bytes, shown) => {
    expect(differenceAt(3, 'wrong', bytes, bytes)).toEqual({
      reason: 'wrong',
      offset: 3,
      expected: shown,
      got: shown,
    });
  });

  it('is one line, its control characters escaped', () => {
    const difference = differenceAt(0, 'wrong', Buffer.from('a\n'), Buffer.from('\u001b\u009b"'));
    expect(differenceText(difference)).toBe('wrong at byte 0: expected "a\\n", got "\\u001b\\u009b\\""');
  });
});
