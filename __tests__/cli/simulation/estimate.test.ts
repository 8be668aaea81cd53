import { expect, test } from '@jest/globals';
import { confirmLong } from '../../../lib/cli/simulation/estimate.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { Simulation } from '../../../lib/simulator/simulation.js';

const NEVER = new AbortController().signal;

test('nobody is asked about what is soon done', async () => {
  expect(await confirmLong([planSimulation({ requests: 1_000_000 })], 1, NEVER)).toBe(true);
});

test('what takes days is refused where nobody can be asked, by the sum of all plans and replications', async () => {
  const plan = planSimulation({ requests: 1e11, replications: 5 });
  await expect(confirmLong([plan, plan], 2, NEVER)).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(/^1e12 requests would take about \d+d \d+h: use fewer --requests/),
  });
});

test('the estimate is near what a run of a few seconds takes, however many threads are idle', async () => {
  const options = { requests: 1e9, backends: 10 };
  const refusal = await confirmLong([planSimulation(options)], 64, NEVER).catch(String);
  const [, hours = 0, minutes = 0] = /about (?:(\d+)h )?(?:(\d+)m)/.exec(String(refusal)) ?? [];
  const estimated = (60 * Number(hours) + Number(minutes)) * 60;
  const run = new Simulation(planSimulation({ ...options, requests: 1e6 }).settings, 1).run();
  const measured = run.wallSeconds * 1000;
  expect(estimated / measured).toBeGreaterThan(0.5);
  expect(estimated / measured).toBeLessThan(2);
});
