import { expect, test } from '@jest/globals';
import { formatService, parseService } from '../../lib/workload/parse-service.js';

test.each([
  ['exponential', { kind: 'exponential' }],
  ['Deterministic', { kind: 'deterministic' }],
  ['erlang:4', { kind: 'erlang', phases: 4 }],
  ['erlang:1000', { kind: 'erlang', phases: 1000 }],
  ['lognormal:.5', { kind: 'lognormal', cv2: 0.5 }],
  ['pareto:1.5', { kind: 'pareto', alpha: 1.5 }],
])('%s is read', (text, distribution) => {
  expect(parseService(text)).toEqual(distribution);
});

test.each(['exponential', 'deterministic', 'erlang:4', 'lognormal:0.25', 'pareto:1.5'])(
  '%s is written as it is read',
  (text) => {
    expect(formatService(parseService(text))).toBe(text);
  },
);

const ALL = 'one of exponential, deterministic, erlang:K, lognormal:CV2, pareto:ALPHA';
const ERLANG = 'erlang:K with 1 to 1000 phases, such as erlang:4';
const LOGNORMAL = 'lognormal:CV2 with a squared coefficient of variation above 0, such as lognormal:4';
const PARETO = 'pareto:ALPHA with a tail index above 1, such as pareto:1.5';

test.each([
  ['normal', ALL],
  ['', ALL],
  ['exponential:2', ALL],
  ['deterministic:', ALL],
  ['erlang', ERLANG],
  ['erlang:0', ERLANG],
  ['erlang:2.5', ERLANG],
  ['erlang:1001', ERLANG],
  ['erlang:2:3', ERLANG],
  ['lognormal:0', LOGNORMAL],
  ['lognormal:-1', LOGNORMAL],
  ['lognormal:1e3', LOGNORMAL],
  ['lognormal:Infinity', LOGNORMAL],
  ['pareto:1', PARETO],
  ['pareto:x', PARETO],
  ['pareto:', PARETO],
])("'%s' is refused with what to write instead", (text, wanted) => {
  expect(() => parseService(text)).toThrow(
    expect.objectContaining({
      code: 'ERR_OPTION_INVALID',
      kind: 'usage',
      message: `'${text}' is not a service distribution: use ${wanted}`,
    }),
  );
});
