import { describe, expect, it } from '@jest/globals';
import { machineRepair } from '../../../lib/simulator/theory/machine-repair.js';

describe('the machine repair model', () => {
  it('takes a service when there is a server for each client', () => {
    expect(machineRepair({ clients: 4, think: 3, servers: 4, serviceRate: 2 })).toBeCloseTo(0.5, 12);
  });

  it('takes for two clients of one server what the three states say', () => {
    // Rates 2 and 1 up, 1 and 1 down: 1 : 2 : 2, so 1.2 are present and 0.8 come in a unit of time.
    expect(machineRepair({ clients: 2, think: 1, servers: 1, serviceRate: 1 })).toBeCloseTo(1.5, 12);
  });

  it('takes all of the queue when nobody thinks', () => {
    expect(machineRepair({ clients: 6, think: 0, servers: 2, serviceRate: 1 })).toBe(3);
    expect(machineRepair({ clients: 1, think: 0, servers: 2, serviceRate: 1 })).toBe(1);
  });

  it('tends to that with thoughts that get shorter', () => {
    expect(machineRepair({ clients: 6, think: 1e-9, servers: 2, serviceRate: 1 })).toBeCloseTo(3, 6);
  });

  it('tends with many clients to what a server that never rests leaves them', () => {
    expect(machineRepair({ clients: 2000, think: 500, servers: 1, serviceRate: 1 })).toBeCloseTo(1500, 6);
  });
});
