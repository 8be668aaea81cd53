import { describe, expect, it } from '@jest/globals';
import { lateResets, wronglyEnded, type Reset } from '../../trials/chaos/resets.js';

const RESET: Reset = {
  ...{ client: 'c:1', side: 'client', stalled: true, resetAt: 1000, closedAt: 1900, end: 'client_reset' },
};
const BESIDE: Reset = { ...RESET, client: 'c:2', stalled: false, closedAt: 1010 };

describe('resets', () => {
  it('that are recorded within two seconds are not late', () => {
    const { late, slowestMs, stalled } = lateResets([RESET, BESIDE]);

    expect(late).toEqual([]);
    expect([slowestMs, stalled]).toEqual([900, 1]);
  });

  it('may be recorded before they are made: the connection had ended', () => {
    expect(lateResets([{ ...RESET, closedAt: 500 }]).late).toEqual([]);
  });

  it.each<[string, Partial<Reset>]>([
    ['only after four seconds', { closedAt: 5000 }],
    ['never', { closedAt: undefined }],
    ['never, of one that is read from', { closedAt: undefined, stalled: false }],
  ])('that are recorded %s are caught', (_, reset) => {
    const { late } = lateResets([{ ...RESET, ...reset }, BESIDE]);

    expect(late).toEqual([expect.stringContaining('c:1')]);
  });

  it('may be later where those that are read from are late, too, but not without bound', () => {
    const slowly = { ...BESIDE, closedAt: 3000 };

    expect(lateResets([{ ...RESET, closedAt: 5900 }, slowly]).late).toEqual([]);
    expect(lateResets([{ ...RESET, closedAt: 6100 }, slowly]).late).toHaveLength(1);
    expect(
      lateResets([
        { ...RESET, closedAt: 10_000 },
        { ...slowly, closedAt: 9500 },
      ]).late,
    ).toHaveLength(2);
  });

  it('are caught when the record says something else', () => {
    expect(wronglyEnded([RESET, { ...RESET, side: 'backend', end: 'backend_reset' }])).toEqual([]);
    expect(wronglyEnded([{ ...RESET, end: 'idle_timeout' }])).toHaveLength(1);
    expect(wronglyEnded([{ ...RESET, side: 'backend' }])).toHaveLength(1);
    expect(wronglyEnded([{ ...RESET, end: undefined }])).toHaveLength(1);
  });
});
