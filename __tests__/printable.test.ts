import { expect, test } from '@jest/globals';
import { printable } from '../lib/printable.js';

test.each([
  ['an escape of a terminal', '\u001b[2Jgone', String.raw`\u001b[2Jgone`],
  ['one of C1', '\u009b2Jgone', String.raw`\u009b2Jgone`],
  ['line ends', 'a\r\nb', String.raw`a\u000d\u000ab`],
  ['separators', 'a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
  ['bidi controls', '\u202egpj.exe\u2066\u200f\u061c', String.raw`\u202egpj.exe\u2066\u200f\u061c`],
  ['DEL, NUL and tab', '\u007f\0\t', String.raw`\u007f\u0000\u0009`],
])('%s is spelled out', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('all other text stays as it is', () => {
  const text = `B1 ['"\\] größer 日本語 👩‍💻 שלום`;

  expect(printable(text)).toBe(text);
});

test('JSON keeps its meaning', () => {
  const value = { '\u009b': 'a\u2028\u202e\u007f"\n' };

  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});
