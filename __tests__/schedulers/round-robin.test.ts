import { describe, expect, it } from '@jest/globals';
import { RoundRobinScheduler } from '../../lib/schedulers/round-robin.js';
import { candidates } from '../helpers/candidates.js';

describe('round-robin', () => {
  it('takes the members in the order given, the first one first', () => {
    const scheduler = new RoundRobinScheduler();
    for (const c of candidates(1, 1, 1)) scheduler.add(c);
    const picks = Array.from({ length: 7 }, () => scheduler.pick(new Set())?.candidate.index);
    expect(picks).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });
});
