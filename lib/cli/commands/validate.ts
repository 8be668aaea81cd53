import { defined } from '../../defined.js';
import { libraryOptions } from '../../schema/library.js';
import { CASE_NAMES, CASES } from '../../simulator/validation/case-names.js';
import { VALIDATION_TABLE } from '../../simulator/validation/options.js';
import { someOf } from '../../schema/names.js';
import { group, optional } from '../../schema/option.js';
import { defineCommand } from '../command.js';
import { COMMON, json } from '../options/groups.js';

const options = {
  ...group('Validation:', {
    only: optional(
      someOf('a case', CASE_NAMES),
      'Simulate these cases only, comma-separated; the beginning of several names stands for them all, closed for three',
      { defaultText: 'all' },
    ),
    ...VALIDATION_TABLE,
    json,
  }),
  ...COMMON,
};

export const validateCommand = defineCommand({
  options,
  details:
    'Simulates systems that theory knows, 20 times each, and checks the mean latency, the p99 or the share of failed ' +
    'requests against the closed forms; the engine knows none of them. A figure holds when it is within its ' +
    'tolerance; it is unsure when its 95 % confidence interval is wider than that. Exit status 1 unless all hold. ' +
    'Takes a minute or two on two cores. Times are in mean service times, ρ is the load.',
  terms: { heading: 'Cases:', entries: CASES.map(({ name, about }) => [name, about]) },
  examples: [
    ['lbsim validate', 'every case, as a table'],
    ['lbsim validate --only round-robin,power-of-two --seed 7', 'five cases, with another seed'],
    ['lbsim validate --json', 'for scripts'],
  ],
  async run(values) {
    const { only } = values;
    const { runValidateCommand } = await import('../validate.js');
    return runValidateCommand({ ...libraryOptions(VALIDATION_TABLE, values), ...defined({ only }) }, values);
  },
});
