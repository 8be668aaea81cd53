import { describe, expect, it } from '@jest/globals';
import { processorSharing } from '../../../lib/simulator/theory/processor-sharing.js';

describe('processor sharing', () => {
  it('takes 5 with one server and a load of 0.8', () => {
    expect(processorSharing({ arrivalRate: 0.8, serviceRate: 1, servers: 1 })).toBeCloseTo(5, 10);
  });

  it('takes what M/M/c does with several', () => {
    expect(processorSharing({ arrivalRate: 9, serviceRate: 1, servers: 10 })).toBeCloseTo(1.6687, 4);
  });
});
