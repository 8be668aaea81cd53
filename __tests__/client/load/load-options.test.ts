import { describe, expect, it } from '@jest/globals';
import { resolveLoadOptions, type LoadOptions } from '../../../lib/client/load/load-options.js';

const address = { host: '127.0.0.1', port: 8080 };

describe('the options of a load', () => {
  it('are one message on one connection unless told otherwise', () => {
    expect(resolveLoadOptions(address)).toEqual({
      ...address,
      count: 1,
      concurrency: 1,
      arrivals: 'even',
      seed: 1,
      messagesPerConnection: 1,
      holdMs: 0,
      timeoutMs: 60_000,
      connectTimeoutMs: 5000,
    });
  });

  it.each<[string, Partial<LoadOptions>, Partial<LoadOptions>]>([
    ['a duration has no count', { durationMs: 100 }, { count: Infinity, concurrency: 1 }],
    ['a rate has no bound', { rate: 10 }, { count: 1, concurrency: Infinity }],
    ['a rate may be given a bound', { rate: 10, concurrency: 7 }, { concurrency: 7 }],
    ['a trace has a count and no bound', { arrivals: 'trace:x' }, { count: Infinity, concurrency: Infinity }],
    ['a duration may be given a count', { durationMs: 100, count: 3 }, { count: 3 }],
    [
      'undefined is not given',
      { count: undefined, rate: undefined, holdMs: undefined },
      { count: 1, holdMs: 0 },
    ],
  ])('know that %s', (_, given, settled) => {
    expect(resolveLoadOptions({ ...address, ...given })).toMatchObject(settled);
  });

  it.each<[string, Partial<LoadOptions>, string]>([
    ['port 0', { port: 0 }, 'port 0 is out of range'],
    ['port 65536', { port: 65_536 }, 'port 65536'],
    ['count 0', { count: 0 }, 'count 0'],
    ['a broken count', { count: 1.5 }, 'count 1.5'],
    ['concurrency 0', { concurrency: 0 }, 'concurrency 0'],
    ['a concurrency that is no number', { concurrency: NaN }, 'concurrency NaN'],
    ['rate 0', { rate: 0 }, 'rate 0'],
    ['an endless rate', { rate: Infinity }, 'rate Infinity'],
    ['duration 0', { durationMs: 0 }, 'durationMs 0'],
    ['a negative size', { size: -1 }, 'size -1'],
    ['no messages', { messagesPerConnection: 0 }, 'messagesPerConnection 0'],
    ['a negative hold', { holdMs: -1 }, 'holdMs -1'],
    ['a hold that no timer can measure', { holdMs: 2 ** 31 }, 'holdMs 2147483648'],
    ['no time for an answer', { timeoutMs: 0 }, 'timeoutMs 0'],
    ['no time to connect', { connectTimeoutMs: 0 }, 'connectTimeoutMs 0'],
    ['a message of two lines', { message: 'a\nb' }, 'message "a\\nb" has a line break'],
    ['a message like a name', { message: '[B1] x' }, "message '[B1] x' cannot be told"],
    [
      'a condition without a value',
      { failIf: ['p99'] },
      "failIf 'p99': condition 'p99' is not a condition: use",
    ],
    ['a message and a size', { message: 'x', size: 5 }, 'give one of them'],
  ])('refuse %s', (_, given, message) => {
    const settle = (): unknown => resolveLoadOptions({ ...address, ...given });
    expect(settle).toThrow(message);
    expect(settle).toThrow(expect.objectContaining({ code: 'ERR_OPTION_INVALID', kind: 'usage' }));
  });
});
