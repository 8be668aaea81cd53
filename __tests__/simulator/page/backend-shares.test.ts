import { describe, expect, it } from '@jest/globals';
import { chosenShares, MOST_BARS } from '../../../lib/simulator/page/backend-shares.js';
import type { BackendReport } from '../../../lib/simulator/report/report.js';

const backend = (name: string, picked: number, weight = 1): BackendReport => ({
  ...{ name, picked, weight, speed: weight },
  ...{ completed: picked, meanQueue: 0, utilisation: 0 },
});

describe('the shares of backends', () => {
  it('are of all requests, beside those that their weights give them', () => {
    const shares = chosenShares([backend('B1', 30), backend('B2', 30, 2), backend('B3', 60, 1)]);
    expect(shares.map(({ name, share, due }) => [name, share, due])).toEqual([
      ['B1', 0.25, 0.25],
      ['B2', 0.25, 0.5],
      ['B3', 0.5, 0.25],
    ]);
  });

  it('are 0 when nobody was sent anywhere', () => {
    expect(chosenShares([backend('B1', 0), backend('B2', 0)]).map(({ share }) => share)).toEqual([0, 0]);
  });

  it('of many backends are some, from the one that got least for its weight to the one that got most', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      backend(`B${index + 1}`, 1 + ((index * 7) % 1000)),
    );
    const shares = chosenShares(many);
    expect(shares).toHaveLength(MOST_BARS);
    expect([shares[0]?.picked, shares.at(-1)?.picked]).toEqual([1, 1000]);
    const ratios = shares.map(({ share, due }) => share / due);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
  });
});
