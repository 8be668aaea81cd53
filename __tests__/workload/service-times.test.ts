import { describe, expect, test } from '@jest/globals';
import { randomStreams } from '../../lib/simulator/engine/random-streams.js';
import { exponential } from '../../lib/workload/exponential.js';
import {
  serviceTimes,
  squaredVariation,
  type ServiceDistribution,
} from '../../lib/workload/service-times.js';
import { momentsOf } from '../simulator/moments.js';

const DRAWS = 40_000;
const MEAN = 2.5;

function sampler(distribution: ServiceDistribution, seed = 1, mean = MEAN): () => number {
  return serviceTimes(distribution, mean, randomStreams(seed, 1).services);
}

/** Each with its excess kurtosis + 3, from which the standard error of a variance comes. */
const LIGHT_TAILED: readonly (readonly [ServiceDistribution, kurtosis: number])[] = [
  [{ kind: 'exponential' }, 9],
  [{ kind: 'erlang', phases: 4 }, 4.5],
  [{ kind: 'erlang', phases: 1 }, 9],
  [{ kind: 'lognormal', cv2: 0.25 }, 1.25 ** 4 + 2 * 1.25 ** 3 + 3 * 1.25 ** 2 - 3],
  [{ kind: 'pareto', alpha: 8 }, 3 + (6 * (512 + 64 - 48 - 2)) / (8 * 5 * 4)],
];

describe.each(LIGHT_TAILED)('%j', (distribution, kurtosis) => {
  test('has the mean that was asked for, and the variance of its kind', () => {
    const { mean, variance } = momentsOf(sampler(distribution), DRAWS);
    const expected = squaredVariation(distribution) * MEAN ** 2;

    expect(Math.abs(mean - MEAN)).toBeLessThan(4 * Math.sqrt(expected / DRAWS));
    expect(Math.abs(variance - expected)).toBeLessThan(4 * expected * Math.sqrt((kurtosis - 1) / DRAWS));
  });
});

test('deterministic times are all the same, and take no draw', () => {
  let taken = 0;
  const draw = serviceTimes({ kind: 'deterministic' }, MEAN, () => (taken++, 0.5));

  expect(momentsOf(draw, 100)).toEqual({ mean: MEAN, variance: 0 });
  expect(taken).toBe(0);
});

test('a lognormal of a heavy tail has its mean, and its logarithm the variance ln(1 + CV²)', () => {
  const cv2 = 4;
  const draw = sampler({ kind: 'lognormal', cv2 });
  const { mean, variance } = momentsOf(() => Math.log(draw()), DRAWS);
  const expected = Math.log(1 + cv2);

  expect(Math.abs(variance - expected)).toBeLessThan(4 * expected * Math.sqrt(2 / DRAWS));
  expect(Math.abs(mean - (Math.log(MEAN) - expected / 2))).toBeLessThan(4 * Math.sqrt(expected / DRAWS));
  const own = momentsOf(sampler({ kind: 'lognormal', cv2 }), DRAWS).mean;
  expect(Math.abs(own - MEAN)).toBeLessThan(4 * MEAN * Math.sqrt(cv2 / DRAWS));
});

test('the two draws of a pair of normals are not correlated', () => {
  const draw = sampler({ kind: 'lognormal', cv2: 1 });
  const centre = Math.log(MEAN) - Math.log(2) / 2;
  let product = 0;
  for (let pair = 0; pair < DRAWS / 2; pair++)
    product += (Math.log(draw()) - centre) * (Math.log(draw()) - centre);

  expect(Math.abs(product / (DRAWS / 2) / Math.log(2))).toBeLessThan(4 / Math.sqrt(DRAWS / 2));
});

test.each([1.2, 1.5, 3])('a Pareto tail of %d begins at its scale and falls as x^−alpha', (alpha) => {
  const scale = (MEAN * (alpha - 1)) / alpha;
  const draw = sampler({ kind: 'pareto', alpha });
  const values = Array.from({ length: DRAWS }, draw);

  expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(scale);
  for (const times of [2, 5, 20]) {
    const expected = times ** -alpha;
    const share = values.filter((value) => value > times * scale).length / DRAWS;
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / DRAWS));
  }
});

test('an exponential draw is positive and finite, whatever the random number', () => {
  expect(exponential(() => 0)).toBeCloseTo(0, 15);
  expect(exponential(() => 1 - 2 ** -53)).toBeCloseTo(53 * Math.LN2, 9);
  expect(exponential(() => 1 - Math.exp(-1))).toBeCloseTo(1, 12);
});

test('times are in proportion to the mean, draw for draw', () => {
  const kinds: readonly ServiceDistribution[] = [
    ...LIGHT_TAILED.map(([kind]) => kind),
    { kind: 'deterministic' },
  ];
  for (const kind of kinds) {
    const [one, four] = [sampler(kind, 3, 1), sampler(kind, 3, 4)];
    for (let draw = 0; draw < 20; draw++) expect(four() / one()).toBeCloseTo(4, 12);
  }
});

test('variance by squared mean is what the kind says, infinite where a Pareto tail has none', () => {
  const kinds: readonly ServiceDistribution[] = [
    { kind: 'exponential' },
    { kind: 'deterministic' },
    { kind: 'erlang', phases: 4 },
    { kind: 'lognormal', cv2: 3 },
    { kind: 'pareto', alpha: 3 },
    { kind: 'pareto', alpha: 2 },
    { kind: 'pareto', alpha: 1.5 },
  ];

  expect(kinds.map((kind) => squaredVariation(kind))).toEqual([1, 0, 0.25, 3, 1 / 3, Infinity, Infinity]);
});
