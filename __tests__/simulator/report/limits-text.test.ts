import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { limitsText } from '../../../lib/simulator/report/limits-text.js';

const textOf = (options: SimulationOptions): string =>
  limitsText(planSimulation({ allowOverload: true, ...options }).settings).join(', ');

describe('the limits of a simulation', () => {
  it('are none unless some are given', () => expect(textOf({})).toBe(''));

  it.each<[SimulationOptions, string]>([
    [{ maxConnections: 1 }, 'at most 1 request at once'],
    [{ maxPerBackend: 2000, queueMax: 0 }, 'at most 2,000 connections per backend, at most 0 in the queue'],
    [
      { maxConnections: 5, queueTimeout: '1s', serviceMean: '20ms' },
      'at most 5 requests at once, at most 1,000 ms in the queue',
    ],
    [{ queueLimit: 3, backup: 1 }, 'at most 3 waiting at a backend, the last backend a backup'],
    [
      { backup: 2, rateLimit: 0.5, keys: 9, serviceMean: '20ms' },
      'the last 2 backends backups, at most 0.5 per client and mean service time',
    ],
    [{ observe: 'traffic' }, 'traffic observed'],
  ])('are told: %j', (options, text) => {
    expect(textOf(options)).toBe(text);
  });
});
