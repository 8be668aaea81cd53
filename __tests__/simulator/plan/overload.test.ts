import { describe, expect, it, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

describe('a load is refused', () => {
  it.each<[SimulationOptions, number]>([
    [{ backends: 10, backup: 9 }, 0.1],
    [{ backends: [1, 1, 2], backup: 1, load: 0.5 }, 0.5],
    [{ backends: 4, slots: 4, maxPerBackend: 2 }, 0.5],
    [{ backends: 10, maxConnections: 5, load: 0.5 }, 0.5],
    [{ backends: [1, 2, 5], maxConnections: 1 }, 0.625],
    [{ backends: 4, slots: 4, maxPerBackend: 1, balancers: 2, queueMax: Infinity }, 0.5],
  ])('that %j cannot serve', (options, most) => {
    const rule = new RegExp(`so that queues grow without end: use less than ${most}, or allowOverload$`);
    expect(() => planSimulation(options)).toThrow(rule);
    expect(() => planSimulation({ ...options, allowOverload: true })).not.toThrow();
    expect(() => planSimulation({ ...options, load: most - 0.001 })).not.toThrow();
  });

  it('with a last place at backends where all wait at the balancers', () => {
    expect(() => planSimulation({ load: 1, maxPerBackend: 1, queueLimit: 0 })).toThrow('without end');
    expect(() => planSimulation({ load: 1, maxPerBackend: 2, slots: 2 })).toThrow('use less than 1,');
  });
});

describe('a load of 1 or more is taken where queues are bounded', () => {
  it.each<SimulationOptions>([
    { maxConnections: 3, queueMax: 2 },
    { maxPerBackend: 3, queueMax: 0 },
    { maxConnections: 3, queueTimeout: 10 },
    { queueLimit: 0 },
    { backup: 9, queueLimit: 5 },
    { timeout: 5, abandoned: 'dropped' },
  ])('by %j', (options) => {
    expect(() => planSimulation({ load: 3, ...options })).not.toThrow();
  });
});

test('a load of 1 or more is not where backends serve on what clients gave up', () => {
  expect(() => planSimulation({ load: 3, timeout: 5 })).toThrow('without end');
});

describe('limits of a queue in which nothing ever waits', () => {
  it.each<[string, SimulationOptions]>([
    ['queueMax 0', { queueMax: 0 }],
    ['queueTimeout 1', { queueTimeout: 1 }],
    ['queueTimeout 1s', { queueTimeout: '1s', serviceMean: '20ms' }],
  ])('are refused: %s', (name, options) => {
    expect(() => planSimulation(options)).toThrow(
      `${name} without maxConnections or maxPerBackend does nothing: give one, such as maxConnections 100, or leave it out`,
    );
  });
});
