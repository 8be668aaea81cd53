import { describe, expect, it } from '@jest/globals';
import { shown } from '../lib/option-shape.js';

class Pair {
  readonly first = { second: 1 };
}

const circular: { self?: object } = {};
circular.self = circular;

const hostile = {
  get trap(): never {
    throw new Error('a getter was called');
  },
};

describe('a value in a message', () => {
  it.each<[unknown, string]>([
    ['a', "'a'"],
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[], '[]'],
    [['8080', 0, null], '["8080",0,null]'],
    [{ a: '1' }, '{"a":"1"}'],
    [
      { read: { share: '9', mean: '1' }, write: [[{ deep: ['x'] }]] },
      '{"read":{"share":"9","mean":"1"},"write":[[{"deep":["x"]}]]}',
    ],
    [{ not: NaN, absent: undefined, of: new Pair() }, '{"not":NaN,"absent":undefined,"of":[Pair]}'],
    [new Pair(), '[Pair]'],
    [hostile, '{"trap":[Getter]}'],
    [{ 'a\n': '\u202e\u0085' }, String.raw`{"a\n":"\u202e\u0085"}`],
  ])('is in one line, lists and objects as JSON (%#)', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['a long list', Array.from({ length: 100_000 }, () => 1)],
    ['a long text in a list', ['😀'.repeat(200)]],
    ['many keys', Object.fromEntries(Array.from({ length: 50 }, (_, key) => [`key${key}`, {}]))],
    ['an object that has itself in it', circular],
    ['a deep list', JSON.parse('['.repeat(500) + ']'.repeat(500))],
  ])('is the beginning of %s, up to 80 characters', (_what, value) => {
    const text = shown(value);
    expect(Array.from(text)).toHaveLength(80);
    expect(text).toMatch(/^[[{].*…$/u);
    expect(text).not.toMatch(/\[Object\]|\[Array\]|\n/);
  });
});
