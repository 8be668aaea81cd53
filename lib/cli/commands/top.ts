import { optionError } from '../../errors.js';
import { flag, group, option } from '../../schema/option.js';
import { time } from '../../schema/time.js';
import { defineCommand } from '../command.js';
import { PROCESS_OPTIONS } from '../ctl/option-table.js';
import { COMMON } from '../options/groups.js';

/** The API takes no shorter time. */
const SHORTEST_MS = 100;

const options = {
  ...PROCESS_OPTIONS,
  ...group('Screen:', {
    every: option(time, 1000, 'Time between two updates, 100ms at least'),
    view: flag('View only: keys that would change something are refused'),
    once: flag('Print the table once and exit'),
  }),
  ...COMMON,
};

export const topCommand = defineCommand({
  options,
  details:
    'Shows a running balancer of the same user on a full screen: its backends, connections, sessions, events, and why clients ' +
    'went where they went. Keys sort, filter and change: ? lists them. Where standard output is not a terminal, each update is ' +
    'a line of JSON.',
  examples: [
    ['lbsim top', 'the only balancer that runs'],
    ['lbsim top --to 8080 --every 250ms', 'the one on that port, four times a second'],
    ['lbsim top --once', 'the table, once'],
    ['lbsim top | jq .openConnections', 'a figure a second'],
  ],
  check({ every }) {
    refuseShort(every);
  },
  async run(values) {
    refuseShort(values.every);
    const { runTop } = await import('../top/run.js');
    return runTop({
      addressee: { to: values.to, tokenFile: values['token-file'] },
      everyMs: values.every,
      viewOnly: values.view,
      once: values.once,
      noColor: values['no-color'],
    });
  },
});

/** @throws LbsimError of kind `usage` */
function refuseShort(everyMs: number): void {
  if (everyMs < SHORTEST_MS)
    throw optionError(`--every ${time.show(everyMs)} is too short: use at least ${time.show(SHORTEST_MS)}`);
}
