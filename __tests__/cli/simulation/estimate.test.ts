import { expect, test } from '@jest/globals';
import { confirmLong } from '../../../lib/cli/simulation/estimate.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runLbsim } from '../../helpers/lbsim.js';

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

test('the estimate is near what a run of some seconds takes, however many threads are idle', async () => {
  const [short, long] = [
    await runLbsim(['simulate', '--requests', '2e6', '--log-format', 'json']),
    await runLbsim(['simulate', '--requests', '1e9']),
  ];
  const { seconds } = JSON.parse(short.stderr) as { seconds: number };
  const [, hours = 0, minutes = 0] = /about (?:(\d+)h ?)?(?:(\d+)m)?/.exec(long.stderr) ?? [];
  const ratio = (60 * (60 * Number(hours) + Number(minutes))) / (500 * seconds);
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});
