import { expect, it } from '@jest/globals';
import { failureLines } from '../../../lib/cli/simulation/warnings.js';
import { simulate } from '../../../lib/simulator/simulate.js';

it('one failed request is one, several are several', async () => {
  const outcome = await simulate({ requests: 100 }, { threads: 0 });
  const failuresOf = (lost: number, error: number): string[] =>
    failureLines([{ ...outcome, report: { ...outcome.report, failures: { lost, error } } }]);
  expect(failuresOf(1, 2)).toEqual(['auto: 1 was lost with its backend, 2 were answered with an error']);
  expect(failuresOf(2, 1)).toEqual(['auto: 2 were lost with their backend, 1 was answered with an error']);
});
