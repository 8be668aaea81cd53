import { describe, expect, it } from '@jest/globals';
import { ArrivalMatch, matchArrival } from '../../lib/check/arrival-match.js';
import type { ReadResult, Wire } from '../../lib/check/wire.js';

/** A wire on which these are next, one after the other: a way to end, or else bytes. */
function hearing(...news: readonly string[]): Wire {
  const queue = [...news];
  const endings = ['fin', 'reset', 'lost', 'silence'];
  const read = (): Promise<ReadResult> => {
    const next = queue.shift() ?? 'silence';
    return Promise.resolve(
      endings.includes(next) ? { what: next as 'fin' } : { what: 'bytes' as const, bytes: Buffer.from(next) },
    );
  };
  return { read } as unknown as Wire;
}

const SENT = Buffer.from('abcdefghij');

describe('a match of what arrives', () => {
  it.each([
    [['abcdefghij'], true, true, '10 B'],
    [['abc', 'defg', 'hij'], true, true, '10 B'],
    [['abc', 'fin'], false, true, '3 B of 10 B, then FIN'],
    [['reset'], false, true, '0 B of 10 B, then RST'],
    [['abc', 'silence'], false, true, '3 B of 10 B, then silence'],
    [['abc', 'lost'], false, true, '3 B of 10 B, then a network error'],
    [['abc', 'dXf'], false, false, '6 B, wrong from byte 4 on'],
    [['abcdefghi', 'jk'], false, false, '11 B, wrong from byte 10 on'],
    [['def'], false, false, '3 B, wrong from byte 0 on'],
  ])('of %j: whole %s, right %s, "%s"', async (news, whole, right, text) => {
    const match = await matchArrival(hearing(...news), SENT, 1);

    expect([match.whole, match.right, match.text]).toEqual([whole, right, text]);
  });

  it('can be made in parts', async () => {
    const match = new ArrivalMatch(hearing('abcd', 'efg', 'reset'), SENT);

    expect((await match.upTo(2, 1)).received).toBe(4);
    expect((await match.upTo(SENT.length, 1)).text).toBe('7 B of 10 B, then RST');
  });
});
