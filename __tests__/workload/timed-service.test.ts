import { expect, test } from '@jest/globals';
import { parseTimedService } from '../../lib/workload/timed-service.js';

test.each([
  ['exponential:50ms', { kind: 'exponential' }, 50],
  ['Deterministic:0.25', { kind: 'deterministic' }, 250],
  ['erlang:4:1s', { kind: 'erlang', phases: 4 }, 1000],
  ['lognormal:0.5:2m', { kind: 'lognormal', cv2: 0.5 }, 120_000],
  ['pareto:1.5:10ms', { kind: 'pareto', alpha: 1.5 }, 10],
])('%s is a distribution with a mean', (text, distribution, meanMs) => {
  expect(parseTimedService(text)).toEqual({ distribution, meanMs });
});

test.each([
  ['', "'' is not a service distribution: use one of exponential:MEAN, deterministic:MEAN, erlang:K:MEAN"],
  ['toString:5ms', "'toString:5ms' is not a service distribution"],
  ['exponential', "'exponential' is not a distribution with a mean: use exponential:MEAN, such as"],
  ['exponential:2:50ms', "'exponential:2:50ms' is not a distribution with a mean"],
  [
    'erlang:50ms',
    "'erlang:50ms' is not a distribution with a mean: use erlang:K:MEAN, such as erlang:4:50ms",
  ],
  ['erlang:0:50ms', "'erlang:0' is not a service distribution: use erlang:K with 1 to 1000 phases"],
  ['pareto:1:50ms', "'pareto:1' is not a service distribution: use pareto:ALPHA with a tail index above 1"],
  ['exponential:-50ms', "service 'exponential:-50ms': mean '-50ms' is not a duration"],
  ['exponential:0', "service 'exponential:0': mean '0' must be greater than 0"],
  ['exponential:', "service 'exponential:': mean '' is not a duration"],
])('%s is refused', (text, message) => {
  expect(() => parseTimedService(text)).toThrow(message);
});
