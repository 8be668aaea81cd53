import { describe, expect, it } from '@jest/globals';
import { busyAtArrival, generalArrivals } from '../../../lib/simulator/theory/general-arrivals.js';
import { drawnFromEven, evenlySpaced, everyNth } from '../../../lib/simulator/theory/interarrivals.js';
import { quantileOf } from '../../../lib/simulator/theory/sojourn-law.js';

describe('GI/M/1', () => {
  it('is M/M/1 with Poisson arrivals', () => {
    expect(busyAtArrival(everyNth(0.8, 1), 1)).toBeCloseTo(0.8, 12);
  });

  it('takes 5.6603, and 26.07 at p99, where round-robin deals Poisson arrivals to 10 backends, load 0.9', () => {
    const law = generalArrivals(everyNth(9, 10), 1);

    expect(law.mean).toBeCloseTo(5.6603, 4);
    expect(quantileOf(law, 0.99)).toBeCloseTo(26.07, 2);
  });

  it('takes 3.8440 with 2 backends and a load of 0.8, as the cubic for E2/M/1 has it', () => {
    const { mean } = generalArrivals(everyNth(1.6, 2), 1);

    expect(mean).toBeCloseTo(3.844, 4);
    expect(mean).toBeCloseTo(1 / (1 - (1 + 3.2 - Math.sqrt(1 + 6.4)) / 2), 10);
  });

  it.each([
    ['evenly spaced', evenlySpaced(0.95)],
    ['by lot', drawnFromEven(8, 0.1)],
    ['every hundredth', everyNth(60, 100)],
  ])('has the root that iteration from 0 comes to: %s', (_, arrivals) => {
    let root = 0;
    for (let step = 0; step < 10_000; step++) root = arrivals.transform(1 - root);

    expect(busyAtArrival(arrivals, 1)).toBeCloseTo(root, 10);
  });

  it('is faster where the server is', () => {
    expect(generalArrivals(evenlySpaced(2.4), 3).mean).toBeCloseTo(
      generalArrivals(evenlySpaced(0.8), 1).mean / 3,
      12,
    );
  });
});
