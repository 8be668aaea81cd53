import { DEFAULT_PATIENCE } from '../../../simulator/scenarios/default-patience.js';
import { SCENARIOS } from '../../../simulator/scenarios/names.js';
import { absent } from '../../options/option.js';
import { count, virtualTime, virtualTimeOrNone } from '../../options/simulation-parsers.js';

const group = 'What goes wrong:';

/** The scenario, and how well balancers look after their backends in it. Times are in mean service times. */
export const SCENARIO_OPTIONS = {
  scenario: absent(
    { describe: `${SCENARIOS.join(', ')}; or a YAML or JSON file`, defaultText: 'none', file: 'read', group },
    String,
  ),
  'health-check-interval': absent(
    {
      describe: 'Between two probes of one backend',
      defaultText: `${DEFAULT_PATIENCE.interval}, or the scenario's`,
      group,
    },
    virtualTime,
  ),
  'health-check-timeout': absent(
    {
      describe: 'After which a probe has failed',
      defaultText: `${DEFAULT_PATIENCE.timeout}, or the scenario's`,
      group,
    },
    virtualTime,
  ),
  'health-check-rise': absent(
    {
      describe: 'Good probes in a row that bring a backend up',
      defaultText: `${DEFAULT_PATIENCE.rise}, or the scenario's`,
      group,
    },
    count(1),
  ),
  'health-check-fall': absent(
    {
      describe: 'Failed probes in a row that take a backend down',
      defaultText: `${DEFAULT_PATIENCE.fall}, or the scenario's`,
      group,
    },
    count(1),
  ),
  'slow-start': absent(
    {
      describe: 'How long a backend that came back takes until it gets its full share',
      defaultText: "off, or the scenario's",
      group,
    },
    (text) => (text.toLowerCase() === 'off' ? 0 : virtualTimeOrNone(text)),
  ),
};
