import { describe, expect, it } from '@jest/globals';
import { ReceivedLine, SHOWN_BYTES } from '../../lib/server/received-line.js';

describe('a received line', () => {
  it.each([
    ['', 'hello', 'hello'],
    ['hel', 'lo', 'hello'],
    ['', '', ''],
    ['', 'a line of Windows\r', 'a line of Windows'],
    ['', '\u001b[2J', '\u001b[2J'],
  ])('of %j and %j reads as it was sent, without its end', (kept, piece, text) => {
    const line = new ReceivedLine('127.0.0.1:5', Buffer.from(kept), Buffer.from(piece), true);
    expect(line).toMatchObject({ client: '127.0.0.1:5', cut: false, text });
  });

  it('ends with a whole character where it is cut', () => {
    const line = Buffer.from(`x${'ü'.repeat(SHOWN_BYTES)}`);
    const parts = [line.subarray(0, 50), line.subarray(50)] as const;
    expect(new ReceivedLine('127.0.0.1:5', ...parts, true)).toMatchObject({
      cut: true,
      text: `x${'ü'.repeat(SHOWN_BYTES / 2 - 1)}`,
    });
  });
});
