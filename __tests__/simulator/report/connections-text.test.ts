import { expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { connectionsText } from '../../../lib/simulator/report/connections-text.js';

test.each<[SimulationOptions, string | undefined]>([
  [{}, undefined],
  [{ requestsPerConnection: 1 }, undefined],
  [{ requestsPerConnection: 20 }, '20 requests per connection'],
  [
    { requestsPerConnection: 'geometric:20', think: 5 },
    '20 requests per connection on average, each 5 after an answer',
  ],
  [
    { requestsPerConnection: 20, serviceMean: '10ms', think: '50ms' },
    '20 requests per connection, each 50 ms after an answer',
  ],
  // How long clients think is said of them.
  [{ clients: 3, requestsPerConnection: 20, think: 5 }, '20 requests per connection'],
])('what is said of %j is %j', (options, text) =>
  expect(connectionsText(planSimulation(options).settings)).toBe(text),
);
