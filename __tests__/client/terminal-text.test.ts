import { expect, it } from '@jest/globals';
import { TerminalText } from '../../lib/client/terminal-text.js';

/** What is shown of bytes that come in pieces. */
function shown(...pieces: readonly (string | readonly number[])[]): string {
  const text = new TerminalText();
  const parts = pieces.map((piece) =>
    text.write(typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece)),
  );
  return parts.join('') + text.end();
}

it('text is shown as it came, line ends and tabs too', () => {
  expect(shown('[B1] \tgrüß dich 🎉\r\nnext\n')).toBe('[B1] \tgrüß dich 🎉\r\nnext\n');
});

it('what would command a terminal becomes escapes', () => {
  expect(shown('\u001b[2J\u009b31m\u0007\u007f\u202e\n')).toBe('\\u001b[2J\\u009b31m\\u0007\\u007f\\u202e\n');
});

it('a carriage return that would overwrite its line becomes an escape', () => {
  expect(shown('good\rbad\n')).toBe('good\\u000dbad\n');
  expect(shown('good\r')).toBe('good\\u000d');
});

it('a character and a line end may be cut anywhere', () => {
  const bytes = [...Buffer.from('ü🎉\r\n\u009b')];
  expect(shown(...bytes.map((byte) => [byte]))).toBe('ü🎉\r\n\\u009b');
});

it('bytes that are no text are replaced', () => {
  expect(shown([0x9b, 0x33])).toBe('\ufffd3');
});
