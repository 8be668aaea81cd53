import { describe, expect, it } from '@jest/globals';
import { ReceivedLine } from '../../lib/server/received-line.js';

describe('a received line', () => {
  it.each([
    ['hello', false, 'hello'],
    ['', false, ''],
    ['a line of Windows\r', false, 'a line of Windows'],
    ['\u001b[2J', false, '\u001b[2J'],
  ])('%j reads as it was sent, without its end', (sent, cut, text) => {
    expect(new ReceivedLine('127.0.0.1:5', Buffer.from(sent), cut)).toMatchObject({
      client: '127.0.0.1:5',
      cut,
      text,
    });
  });

  it('ends with a whole character where it is cut', () => {
    const start = Buffer.from('Wörter und ü').subarray(0, -1);
    expect(new ReceivedLine('127.0.0.1:5', start, true).text).toBe('Wörter und ');
  });
});
