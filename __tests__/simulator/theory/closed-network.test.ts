import { describe, expect, it } from '@jest/globals';
import { closedNetwork } from '../../../lib/simulator/theory/closed-network.js';
import { machineRepair } from '../../../lib/simulator/theory/machine-repair.js';

describe('a closed network', () => {
  it.each([1, 2, 10, 50])('of one station is the machine repair model, with %d clients', (clients) => {
    const network = closedNetwork(clients, 8, [{ stations: 1, share: 1, serviceRate: 1.5 }]);

    expect(network).toBeCloseTo(machineRepair({ clients, think: 8, servers: 1, serviceRate: 1.5 }), 10);
  });

  it('of equal stations where nobody thinks holds each in the queues that others are in', () => {
    expect(closedNetwork(7, 0, [{ stations: 4, share: 0.25, serviceRate: 1 }])).toBeCloseTo(1 + 6 / 4, 12);
  });

  it('has for two stations and two clients what the product form says', () => {
    // Demands 1/3 and 2/3 · 1/2 = 1/3: three states alike, one idle station in a third of the time each; so 3 · 2/3 in a unit.
    const network = closedNetwork(2, 0, [
      { stations: 1, share: 1 / 3, serviceRate: 1 },
      { stations: 1, share: 2 / 3, serviceRate: 2 },
    ]);

    expect(network).toBeCloseTo(2 / (3 * (2 / 3)), 12);
  });

  it('does not mind whether stations that are alike are told as one group or as several', () => {
    const one = { share: 0.2, serviceRate: 1 };
    const apart = Array.from({ length: 5 }, () => ({ stations: 1, ...one }));

    expect(closedNetwork(30, 5, [{ stations: 5, ...one }])).toBeCloseTo(closedNetwork(30, 5, apart), 12);
  });
});
