import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { layoutOf } from '../../../lib/simulator/theory/layout.js';
import { systemName } from '../../../lib/simulator/theory/system-name.js';

describe('the name of a system', () => {
  it.each<[string, string, SimulationOptions]>([
    ['M/M/1', 'M', { backends: 1 }],
    ['M/M/4', 'M', { backends: 1, slots: 4 }],
    ['D/E3/1', 'D', { backends: 1, service: 'erlang:3' }],
    ['M/D/1', 'M', { backends: 1, service: 'deterministic' }],
    ['M/G/1-PS', 'M', { backends: 1, service: 'pareto:1.5', discipline: 'ps' }],
    ['M/M/2/12', 'M', { backends: 1, slots: 2, queueLimit: 10 }],
    ['7 × E7/M/1', 'E7', { backends: 7, algorithm: 'round-robin' }],
    ['3 × M/M/1', 'M', { backends: [1, 1, 4], algorithm: 'random' }],
    ['M/M/6', 'M', { backends: 3, slots: 2, maxPerBackend: 2 }],
  ])('is %s', (name, letter, options) => {
    const { settings } = planSimulation(options);
    const layout = layoutOf(settings);

    expect(layout && systemName(letter, settings, layout)).toBe(name);
  });
});
