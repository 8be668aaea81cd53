import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BestOfFew } from '../../lib/schedulers/best-of-few.js';
import { SAMPLES } from '../../lib/schedulers/options.js';
import { WeightedDraw } from '../../lib/schedulers/weighted-draw.js';
import { seededRandom } from '../../lib/seeded-random.js';
import { addAll, candidates, withLoads, type FakeCandidate } from '../helpers/candidates.js';

function isLighter(one: FakeCandidate, other: FakeCandidate): boolean {
  return one.openConnections < other.openConnections;
}

describe('the best of a few', () => {
  it('is the first of the best among those that the draws give, however they are drawn', () => {
    const property = fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 256 }), fc.nat({ max: 3 })), {
        minLength: 1,
        maxLength: 9,
      }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...SAMPLES),
      fc.nat({ max: 9 }),
      fc.integer(),
      (given, choices, sample, triedIndex, seed) => {
        const members = withLoads(
          given.map(([, load]) => load),
          candidates(...given.map(([weight]) => weight)),
        );
        const tried = new Set(members.filter(({ index }) => index === triedIndex));
        const few = new BestOfFew<FakeCandidate>(seededRandom(seed), isLighter, { choices, sample });
        const draws = new WeightedDraw<FakeCandidate>(seededRandom(seed));
        addAll(few, members);
        addAll(draws, members);
        for (let round = 0; round < 5; round++) {
          const drawn =
            sample === 'distinct'
              ? draws.drawDistinct(choices, tried)
              : draws.drawIndependent(choices, tried);
          const least = Math.min(...drawn.map(({ openConnections }) => openConnections));
          expect(few.draw(tried)).toBe(drawn.find(({ openConnections }) => openConnections === least));
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 500 });
  });

  it('is nobody when there is none, or all are left out', () => {
    const few = new BestOfFew<FakeCandidate>(() => 0, isLighter, {});
    expect(few.draw(new Set())).toBeUndefined();
    const all = addAll(few, candidates(1, 1));
    expect(few.draw(new Set(all))).toBeUndefined();
  });

  it.each([1, 256])('is that of up to 256: %d', (choices) => {
    const few = new BestOfFew<FakeCandidate>(() => 0, isLighter, { choices });
    const [a] = addAll(few, candidates(1, 1));
    expect(few.draw(new Set())).toBe(a);
  });
});
