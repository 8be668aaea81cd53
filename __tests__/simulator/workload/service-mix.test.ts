import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationSettings } from '../../../lib/simulator/plan/settings.js';
import {
  differingClasses,
  hasExponentialServices,
  overallVariation,
} from '../../../lib/simulator/workload/service-mix.js';

function settingsOf(service: string, ...means: readonly number[]): SimulationSettings {
  const classes = means.map((mean, place) => ({ name: `c${place}`, share: 3 - 2 * place, mean }));
  return planSimulation({ service, ...(means.length > 0 && { classes }), serviceMean: 7 }).settings;
}

describe('the services of all requests together', () => {
  // Three of 1 to one of 5: mean 2, mean square 7.
  it.each([
    ['deterministic', 7 / 4 - 1],
    ['exponential', (2 * 7) / 4 - 1],
    ['erlang:2', (1.5 * 7) / 4 - 1],
    ['lognormal:4', (5 * 7) / 4 - 1],
    ['pareto:2', Infinity],
  ])('vary as the mixture of the classes does, with %s ones', (service, expected) => {
    expect(overallVariation(settingsOf(service, 1, 5))).toBeCloseTo(expected, 10);
  });

  it('vary as they do without classes where all have the same mean', () => {
    for (const service of ['exponential', 'deterministic', 'lognormal:4']) {
      const alike = settingsOf(service, 2, 2);
      expect(overallVariation(alike)).toBe(overallVariation(settingsOf(service)));
      expect(differingClasses(alike)).toBeUndefined();
    }
  });

  it('are exponential without classes, or with ones of the same mean', () => {
    expect(hasExponentialServices(settingsOf('exponential'))).toBe(true);
    expect(hasExponentialServices(settingsOf('exponential', 2, 2))).toBe(true);
    expect(hasExponentialServices(settingsOf('exponential', 1, 5))).toBe(false);
    expect(hasExponentialServices(settingsOf('erlang:2'))).toBe(false);
  });
});
