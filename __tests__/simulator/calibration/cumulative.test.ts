import { expect, test } from '@jest/globals';
import { cumulativeOf } from '../../../lib/simulator/calibration/cumulative.js';
import { seededRandom } from '../../../lib/seeded-random.js';
import { parseService } from '../../../lib/workload/parse-service.js';
import { serviceTimes } from '../../../lib/workload/service-times.js';

test.each(['exponential', 'deterministic', 'erlang:3', 'lognormal:2', 'pareto:2.5'])(
  'the distribution function of %s is that of its draws',
  (written) => {
    const service = parseService(written);
    const draw = serviceTimes(service, 10, seededRandom(1));
    const draws = Array.from({ length: 20_000 }, draw);
    const cumulative = cumulativeOf(service, 10);

    for (const time of [0, 1, 3, 5.9, 6.1, 9.9, 10.1, 20, 50]) {
      const share = draws.filter((each) => each <= time).length / draws.length;
      expect(Math.abs((cumulative?.(time) ?? NaN) - share)).toBeLessThan(0.015);
    }
  },
);
