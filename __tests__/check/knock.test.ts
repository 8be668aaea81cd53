import { describe, expect, it } from '@jest/globals';
import { knockLine, MAX_KNOCK, newId, parseKnock } from '../../lib/check/knock.js';

describe('a knock', () => {
  const id = newId();

  it('is read as it was written', () => {
    expect(parseKnock(knockLine(id, 12).trimEnd())).toEqual({ id, last: false });
    expect(parseKnock(knockLine(id, 'go').trimEnd())).toEqual({ id, last: true });
    expect(knockLine(id, 1_000_000).length).toBeLessThan(MAX_KNOCK);
  });

  it.each([
    '',
    'GET / HTTP/1.1\r',
    'lbsim-check',
    'lbsim-check me 1',
    `lbsim-check ${id} gone`,
    ` ${knockLine(id, 1)}`,
  ])('is not %j', (line) => expect(parseKnock(line)).toBeUndefined());
});
