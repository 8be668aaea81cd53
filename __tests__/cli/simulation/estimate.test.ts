import { expect, test } from '@jest/globals';
import { confirmLong, formatSpan } from '../../../lib/cli/simulation/estimate.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';

const NEVER = new AbortController().signal;

test.each([
  [3, '3 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [10_000, '3 hours'],
  [86_400 * 5, '5 days'],
  [86_400 * 365 * 40, '40 years'],
])('%d seconds are %s', (seconds, text) => expect(formatSpan(seconds)).toBe(text));

test('nobody is asked about what is soon done', async () => {
  expect(await confirmLong([planSimulation({ requests: 1_000_000 })], 1, NEVER)).toBe(true);
});

test('what takes days is refused where nobody can be asked, by the sum of all plans and replications', async () => {
  const plan = planSimulation({ requests: 1e11, replications: 5 });
  await expect(confirmLong([plan, plan], 2, NEVER)).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(
      /^1e12 requests would take about \d+ (days|hours|years): use fewer --requests/,
    ),
  });
});
