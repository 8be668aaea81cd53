import { describe, expect, it } from '@jest/globals';
import {
  drawnFromEven,
  evenlySpaced,
  everyNth,
  type Interarrivals,
} from '../../../lib/simulator/theory/interarrivals.js';

const STREAMS: [string, Interarrivals, number][] = [
  ['every one of Poisson arrivals', everyNth(0.9, 1), 0.9],
  ['every tenth', everyNth(9, 10), 0.9],
  ['evenly spaced ones', evenlySpaced(0.8), 0.8],
  ['a fifth of evenly spaced ones, by lot', drawnFromEven(4, 0.2), 0.8],
];

describe('times between arrivals', () => {
  it.each(STREAMS)('come at their rate: %s', (_, { rate }, expected) => {
    expect(rate).toBeCloseTo(expected, 12);
  });

  it.each(STREAMS)('have a transform whose slope at 0 is the mean: %s', (_, { rate, transform }) => {
    const step = 1e-6;
    expect(transform(0)).toBeCloseTo(1, 12);
    expect((1 - transform(step)) / step).toBeCloseTo(1 / rate, 4);
  });

  it('have the transform of their distribution: Erlang', () => {
    expect(everyNth(2, 3).transform(5)).toBeCloseTo((2 / 7) ** 3, 12);
  });

  it('have the transform of their distribution: geometric', () => {
    let sum = 0;
    for (let gaps = 1; gaps < 500; gaps++) sum += 0.2 * 0.8 ** (gaps - 1) * Math.exp((-gaps * 0.7) / 4);
    expect(drawnFromEven(4, 0.2).transform(0.7)).toBeCloseTo(sum, 12);
  });
});
