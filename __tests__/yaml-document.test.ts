import { describe, expect, it } from '@jest/globals';
import { readYaml } from '../lib/yaml-document.js';

const asText = (): boolean => true;
const asValues = (): boolean => false;

describe('a document', () => {
  it.each(['1.10', '007', '1e3', '0x10', '+1', '.5', '1_000', '0o17', '.inf', 'true', 'No', '2026-01-01'])(
    'has %s as it was written where text is wanted, bare, quoted and in lists',
    (word) => {
      expect(readYaml(`a: ${word}\nb: [${word}, "${word}"]\nc:\n  - ${word} # it\n`, asText)).toEqual({
        a: word,
        b: [word, word],
        c: [word],
      });
    },
  );

  it('has the numbers of JSON as they were written, and the escapes of its strings', () => {
    const json = '{\n\t"a": 1.10,\n\t"b": [1e3, 12345678901234567890, "\\u0041\\/\\ud83d\\ude00", false]\n}';
    expect(readYaml(json, asText)).toEqual({
      a: '1.10',
      b: ['1e3', '12345678901234567890', 'A/😀', 'false'],
    });
  });

  it('has numbers and truth where these are wanted, by key', () => {
    expect(readYaml('a: 1.10\nb: 0x10\nc: { a: true }', (key) => key === 'a')).toEqual({
      a: '1.10',
      b: 16,
      c: { a: 'true' },
    });
  });

  it('has aliases stand for what their anchors have, as text and as a number', () => {
    const text = 'a: &one 1.10\nb: *one\nc: &list [*one]\nd: *list';
    expect(readYaml(text, (key) => key === 'b')).toEqual({ a: 1.1, b: '1.10', c: [1.1], d: [1.1] });
  });

  it('has null for what has no value, and nothing when it is empty', () => {
    expect(readYaml('a:\nb: ~', asText)).toEqual({ a: null, b: null });
    expect(readYaml('# nothing', asText) ?? undefined).toBeUndefined();
  });

  it('has names of prototypes as keys like all others', () => {
    const value = readYaml('__proto__: { x: 1 }\nconstructor: 2', asValues) as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  const bomb = [
    'a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');
  const chain = Array.from({ length: 80 }, (_, i) => `a${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1}`}]`).join(
    '\n',
  );

  it.each([
    ['refers to itself', 'a: &a [*a]', '&a refers to itself'],
    ['refers to itself by another', 'a: &a { b: &b [*a] }', '&a refers to itself'],
    ['refers to nothing', 'a: *b', /\*?b/],
    ['expands without bound', bomb, 'it stands for more than 1000000 values'],
    ['is nested deeply by aliases', chain, 'it is nested more than 64 deep'],
    ['opens 200,000 lists', '['.repeat(200_000), 'it is nested more than 64 deep'],
    ['opens and closes them', '['.repeat(5000) + ']'.repeat(5000), 'it is nested more than 64 deep'],
    ['opens objects', '{"a":'.repeat(5000), 'it is nested more than 64 deep'],
    ['opens lists of blocks', '- '.repeat(5000), 'it is nested more than 64 deep'],
    ['says a key twice', 'a: 1\na: 2', "key 'a' is given twice"],
    ['has a list for a key', '? [a]\n: 1', 'a key is not a word'],
    ['has several documents', 'a: 1\n---\nb: 2', 'line 2, column 1: a second document begins here'],
    ['is cut short', 'a: [1', /.+/],
  ])('that %s is refused, in one line', (_what, text, message) => {
    expect(() => readYaml(text, asValues)).toThrow(message);
    expect(() => readYaml(text, asValues)).toThrow(/^.{1,200}$/);
  });
});
