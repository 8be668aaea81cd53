import { describe, expect, it } from '@jest/globals';
import { leastOf } from '../../lib/schedulers/explanation.js';
import { newScheduler, type Algorithm } from '../../lib/schedulers/index.js';
import type { FakeCandidate } from '../helpers/candidates.js';
import { explained, named, type State } from './explained.js';

const MANY = ['auto', 'random', 'power-of-two', 'ring', 'maglev', 'rendezvous'] as const;

describe('an explanation', () => {
  it.each<[Algorithm, string, State]>([
    ['round-robin', 'It is the turn of B1.', { weights: [1, 1, 1] }],
    ['round-robin', 'It is the turn of B2, the next after B1.', { weights: [1, 1, 1], picksBefore: 1 }],
    [
      'round-robin',
      'It is the turn of B3, the next after B1.',
      { weights: [1, 1, 1], picksBefore: 1, tried: [1] },
    ],
    ['round-robin', 'B1 has the greatest smooth weight, 3; next is B2 with 1.', { weights: [3, 1] }],
    ['round-robin', 'B1 and B2 have the greatest smooth weight, 3; B1 comes first.', { weights: [3, 3, 1] }],
    ['round-robin', 'B2 is the only candidate.', { weights: [1, 1], tried: [0] }],
    [
      'least-connections',
      'B2 has 3 open connections per weight, fewer than B1 with 4.',
      { weights: [1, 1], loads: [4, 3] },
    ],
    [
      'least-connections',
      'B1 has 0.3333 open connections per weight, fewer than B2 with 1.',
      { weights: [3, 1], loads: [1, 1] },
    ],
    [
      'least-connections',
      'B1 and B3 have 1 open connection per weight, the fewest; it is the turn of B1.',
      { weights: [1, 1, 1], loads: [1, 2, 1] },
    ],
    [
      'least-connections',
      'B1, B2, B3 and 3 more have 0 open connections per weight, the fewest; it is the turn of B3.',
      { weights: [1, 1, 1, 1, 1, 1], picksBefore: 2 },
    ],
    [
      'auto',
      'All loads per weight are equal: round-robin decides. B1 and B2 have 0 open connections per weight, the fewest; it is the turn of B2.',
      { weights: [1, 1], picksBefore: 1 },
    ],
    [
      'auto',
      'Loads per weight differ: least-connections decides. B2 has 0 open connections per weight, fewer than B1 with 1.',
      { weights: [1, 1], loads: [1, 0] },
    ],
    ['random', 'One of 3 is drawn at random, by weight.', { weights: [1, 1, 2] }],
    [
      'random',
      'B3 was drawn at random, with a probability of 0.5.',
      { weights: [1, 1, 2], random: [0.6], made: true },
    ],
    [
      'power-of-two',
      '2 of 3 are drawn at random, by weight; the one with the fewest open connections per weight is taken.',
      { weights: [1, 1, 1] },
    ],
    [
      'power-of-two',
      'B1 and B3 were drawn; B3 has 2 open connections per weight, fewer than B1 with 4.',
      { weights: [1, 1, 1], loads: [4, 0, 2], random: [0, 0.9], made: true },
    ],
    [
      'power-of-two',
      'B3 and B1 were drawn; B3 and B1 have 2 open connections per weight, the fewest, and B3 was drawn first.',
      { weights: [1, 1, 1], loads: [2, 0, 2], random: [0.9, 0], made: true },
    ],
    [
      'power-of-two',
      'B2 was drawn each time.',
      { weights: [1, 1, 1], random: [0.5, 0.5], options: { sample: 'independent' }, made: true },
    ],
    [
      'power-of-two',
      'B2 was drawn at random.',
      { weights: [1, 1, 1], random: [0.5], options: { choices: 1 }, made: true },
    ],
    [
      'power-of-two',
      '5 draws of 2 are made at random, by weight; the one with the fewest open connections per weight is taken.',
      { weights: [1, 1], options: { choices: 5, sample: 'independent' } },
    ],
    ['power-of-two', 'B1 is the only candidate.', { weights: [1], random: [0], made: true }],
    [
      'peak-ewma',
      'B1 and B2 were drawn; B2 has a cost of 12, less than B1 with 30.',
      { weights: [1, 1], loads: [2, 0], latencies: [10, 12], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      'B1 and B2 were drawn; B2 has not answered yet and has no connections, so it is tried.',
      { weights: [1, 1], latencies: [10], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      'B1 and B2 were drawn; B1 has a cost of 10; B2 has not answered yet.',
      { weights: [1, 1], loads: [0, 1], latencies: [10], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      'B1 and B2 were drawn; neither has answered yet, and B1 has fewer connections per weight.',
      { weights: [1, 1], loads: [1, 2], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      'B1 and B2 were drawn; B1 and B2 have a cost of 10, the least, and B1 was drawn first.',
      { weights: [1, 1], latencies: [10, 10], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      'B1 and B2 were drawn; B1 and B2 have not answered yet and have equal loads, and B1 was drawn first.',
      { weights: [1, 1], random: [0, 0], made: true },
    ],
    [
      'peak-ewma',
      '2 of 3 are drawn at random, by weight; the one with the least latency × (open connections + 1) per weight is taken.',
      { weights: [1, 1, 1] },
    ],
    ['maglev', 'B1 is the only candidate.', { weights: [1, 1], tried: [1], key: 'k' }],
  ])('of %s says: %s', (algorithm, says, state) => {
    expect(explained(algorithm, state)?.says).toBe(says);
  });

  it('is none where no member is left', () => {
    for (const algorithm of [...MANY, 'bounded-load'] as const)
      expect(explained(algorithm, { weights: [1], tried: [0] })).toBeUndefined();
  });

  it('has scores with their unit, the best first, and what was drawn', () => {
    const explanation = explained('power-of-two', {
      weights: [1, 1, 2],
      loads: [4, 0, 4],
      random: [0, 0.9],
      made: true,
    });
    const unit = 'open connections per weight';
    expect(explanation?.considered.map(({ candidate, ...looked }) => [candidate.name, looked])).toEqual([
      ['B3', { score: 2, unit, drawn: true }],
      ['B1', { score: 4, unit, drawn: true }],
      ['B2', { score: 0, unit }],
    ]);
  });

  it('counts a weight in the unit in which it was given', () => {
    const scheduler = newScheduler<FakeCandidate & { givenWeight: number }>('least-connections', () => 0);
    const [a, b] = named([300, 30], [3, 3]);
    for (const [member, full] of [
      [a, 300],
      [b, 100],
    ] as const)
      if (member !== undefined) scheduler.add({ ...member, fullWeight: full, givenWeight: full / 100 });
    expect(scheduler.explain?.(new Set())?.says).toBe(
      'B1 has 1 open connection per weight, fewer than B2 with 10.',
    );
  });

  it('lists ten of many', () => {
    const weights = Array.from({ length: 40 }, () => 1);
    for (const algorithm of [...MANY, 'round-robin'] as const)
      expect(explained(algorithm, { weights })?.considered).toHaveLength(10);
  });

  it('sorts by scores, of equals the first', () => {
    const values = Array.from({ length: 30 }, (_, place) => ({ place, score: (place * 7) % 5 }));
    const sorted = [...values].sort((one, other) => one.score - other.score || one.place - other.place);
    expect(leastOf(values, ({ score }) => score)).toEqual(sorted.slice(0, 10));
  });
});
