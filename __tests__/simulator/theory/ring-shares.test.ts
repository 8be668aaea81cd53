import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../../lib/seeded-random.js';
import { ringShareVariation } from '../../../lib/simulator/theory/ring-shares.js';

describe('shares of a ring', () => {
  it('vary by 9.95 % with 100 points each for 100 members', () => {
    expect(ringShareVariation(100, 100)).toBeCloseTo(0.0995, 4);
  });

  it('do not vary for one member, who has all of it', () => {
    expect(ringShareVariation(1, 100)).toBe(0);
  });

  it('vary as those of points that fall at random do', () => {
    const random = seededRandom(1);
    const [members, points, rings] = [10, 5, 4000];
    let squares = 0;
    for (let nth = 0; nth < rings; nth++) {
      const places = Array.from({ length: members * points }, random).sort((a, b) => a - b);
      // Points are alike, so those of one member may as well be the first ones.
      const share = (places[points] ?? 0) - (places[0] ?? 0);
      squares += (share * members - 1) ** 2;
    }
    expect(Math.sqrt(squares / rings) / ringShareVariation(members, points)).toBeCloseTo(1, 1);
  });
});
