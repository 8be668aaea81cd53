import { describe, expect, it } from '@jest/globals';
import { erlangLoss } from '../../../lib/simulator/theory/erlang-loss.js';
import { finiteQueue } from '../../../lib/simulator/theory/finite-queue.js';
import { manyServers } from '../../../lib/simulator/theory/many-servers.js';

describe('a queue with few places', () => {
  it("is Erlang's loss system without any", () => {
    const { meanSojourn, lost } = finiteQueue({ arrivalRate: 18, serviceRate: 2, servers: 10 }, 0);

    expect(lost).toBeCloseTo(erlangLoss(10, 9), 12);
    expect(meanSojourn).toBeCloseTo(0.5, 12);
  });

  it('turns away from M/M/1/K by the formula of the books', () => {
    const { lost } = finiteQueue({ arrivalRate: 0.8, serviceRate: 1, servers: 1 }, 4);

    expect(lost).toBeCloseTo((0.2 * 0.8 ** 5) / (1 - 0.8 ** 6), 12);
  });

  it('has all its states alike at a load of 1', () => {
    const { meanSojourn, lost } = finiteQueue({ arrivalRate: 1, serviceRate: 1, servers: 1 }, 3);

    expect(lost).toBeCloseTo(1 / 5, 12);
    expect(meanSojourn).toBeCloseTo(2 / (1 - 1 / 5), 12);
  });

  it('is M/M/c when there is room for all', () => {
    const station = { arrivalRate: 7, serviceRate: 1, servers: 8 };
    const { meanSojourn, lost } = finiteQueue(station, 1000);

    expect(lost).toBeLessThan(1e-20);
    expect(meanSojourn).toBeCloseTo(manyServers(station).mean, 10);
  });
});
