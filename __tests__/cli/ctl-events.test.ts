import { describe, expect, it } from '@jest/globals';
import { wrappedEvent } from '../../lib/cli/ctl/event-text.js';
import { plainText } from '../../lib/cli/text/line.js';

const FAILOVER = {
  id: 1,
  event: 'failover',
  timestamp: '2026-11-28T09:12:03.120Z',
  message: 'B2 is down: connection refused; 2 of 3 backends active: B1, B3',
};

describe('an event of lbsim ctl', () => {
  it.each([30, 60, 200, Infinity])('is told in full in %d columns, beside its time', (room) => {
    const lines = wrappedEvent(FAILOVER, room).map(plainText);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(room);
    expect(lines.length === 1).toBe(room >= 80);
    expect(lines.map((line) => line.slice(9)).join(' ')).toBe(FAILOVER.message);
    for (const line of lines.slice(1)) expect(line.slice(0, 9)).toBe(' '.repeat(9));
  });
});
