import { describe, expect, it } from '@jest/globals';
import { errorText } from '../lib/error-text.js';

/** An aggregate of itself. */
const endless = new AggregateError([]);
endless.errors.push(endless);

describe('the text of an error', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('broken'), 'broken'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['a message of spaces', new RangeError(' '), 'RangeError'],
    ['an object with a message', { message: 'broken' }, 'broken'],
    ['a message that is no string', Object.assign(new Error('x'), { message: 42 }), 'Error'],
    ['a message that is an object', { name: 'Odd', message: { replace: 1 } }, 'Odd'],
    ['errors without a message', new AggregateError([new Error('first'), new Error('second')]), 'first'],
    ['errors with a message', new AggregateError([new Error('first')], 'both failed'), 'both failed'],
    ['no errors at all', new AggregateError([]), 'AggregateError'],
    ['an aggregate of an aggregate', new AggregateError([new AggregateError(['deep'])]), 'deep'],
    ['an aggregate of itself', endless, 'AggregateError'],
    ['a string', 'broken', 'broken'],
    ['an empty string', '', 'unknown error'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a symbol', Symbol('broken'), 'Symbol(broken)'],
    ['an object without a prototype', Object.create(null), 'unknown error'],
    [
      'an object that cannot be looked at',
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('no');
        },
      }),
      'unknown error',
    ],
    [
      'an object whose text cannot be made',
      {
        toString: () => {
          throw new Error('no');
        },
      },
      'unknown error',
    ],
  ])('is there for %s', (_what, error, text) => {
    expect(errorText(error)).toBe(text);
  });
});
