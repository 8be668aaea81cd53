import { expect, test } from '@jest/globals';
import { confirmLong, secondsFor } from '../../../lib/cli/simulation/estimate.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

const NEVER = new AbortController().signal;

test('nobody is asked about what is soon done', async () => {
  expect(await confirmLong([planSimulation({ requests: 1_000_000 })], 1, NEVER)).toBe(true);
});

test('what takes days is refused where nobody can be asked, by the sum of all plans and replications', async () => {
  const plan = planSimulation({ requests: 1e11, replications: 5 });
  await expect(confirmLong([plan, plan], 2, NEVER)).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/^1e12 requests would take about (\d+[ydhms] ?)+: use fewer --requests/),
  });
});

test.each([
  ['one run, however many threads are idle', { requests: 1e9 }, 8, 1000],
  ['runs on as many threads', { requests: 1e9, replications: 4 }, 4, 1000],
  ['runs that take turns', { requests: 1e9, replications: 4 }, 2, 2000],
])('the time of %s is that of the busiest thread', (_, options, threads, seconds) => {
  expect(secondsFor([planSimulation(options)], threads, 1e-6)).toBeCloseTo(seconds, 6);
});
