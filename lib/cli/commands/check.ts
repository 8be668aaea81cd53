import { CHECK_NAMES, CHECKS } from '../../check/checks/index.js';
import { CONFORMANCE_DEFAULTS } from '../../check/options.js';
import { defined } from '../../defined.js';
import { defineCommand } from '../command.js';
import { someOf } from '../options/names.js';
import { COMMON } from '../options/groups.js';
import { absent, flag, optional, required } from '../options/option.js';
import { address, host, positiveDuration, targetPort } from '../options/parsers.js';

const NAME_WIDTH = 20;

const sides = 'The balancer and the backend behind it:';
const checks = 'Checks:';

const options = {
  balancer: required(
    { describe: 'Where the balancer listens, HOST:PORT; also as a bare word', group: sides },
    address,
  ),
  'backend-port': required(
    { describe: "Port of lbsim's own backend, which the balancer forwards to", group: sides },
    targetPort,
  ),
  'backend-host': optional(
    { describe: 'Host on which that backend listens', group: sides },
    host,
    CONFORMANCE_DEFAULTS.backendHost,
  ),
  must: absent(
    {
      describe:
        'Checks that have to hold, comma-separated; the beginning of several names stands for them all, half-close for two',
      defaultText: 'all that can be kept or broken',
      joinedBy: ',',
      group: checks,
    },
    someOf('a check', CHECK_NAMES),
  ),
  only: absent(
    { describe: 'Make these checks only', defaultText: 'all', joinedBy: ',', group: checks },
    someOf('a check', CHECK_NAMES),
  ),
  timeout: optional(
    { describe: 'How long to wait for anything to arrive', defaultText: '5s', group: checks },
    positiveDuration,
    CONFORMANCE_DEFAULTS.timeoutMs,
  ),
  idle: optional(
    { describe: 'How long idle-hold keeps a connection silent', defaultText: '2s', group: checks },
    positiveDuration,
    CONFORMANCE_DEFAULTS.idleMs,
  ),
  json: flag({ describe: 'Print the result as one JSON object', group: checks }),
  ...COMMON,
};

export const check = defineCommand({
  options,
  word: { option: 'balancer', shown: 'HOST:PORT' },
  details:
    'Works with any balancer of TCP. Have it forward to 127.0.0.1:P and nothing else, then run this with\n' +
    '--backend-port P: it is the backend behind the balancer and the client in front of it, and tells what\n' +
    'came through. Exit status 1 if a check that has to hold is broken or unclear.\n\n' +
    CHECKS.map(({ name, looksFor }) => `  ${name.padEnd(NAME_WIDTH)}${looksFor}`).join('\n'),
  examples: [
    ['lbsim check 127.0.0.1:8080 --backend-port 9000', 'every check, as a table'],
    ['lbsim check 127.0.0.1:8080 --backend-port 9000 --must half-close,late-answer', 'as a test in a script'],
    ['lbsim balance --backends 127.0.0.1:9000', 'lbsim as the balancer'],
    [
      'listen lb\n    mode tcp\n    bind 127.0.0.1:8080\n    server kit 127.0.0.1:9000',
      'HAProxy, in its configuration file',
    ],
    [
      'stream { server { listen 127.0.0.1:8080; proxy_pass 127.0.0.1:9000; } }',
      'nginx, in nginx.conf; add proxy_half_close on',
    ],
  ],
  async run(values) {
    const { only, must } = values;
    const { runCheckCommand } = await import('../check.js');
    return runCheckCommand(
      {
        balancer: values.balancer,
        backendPort: values['backend-port'],
        backendHost: values['backend-host'],
        timeoutMs: values.timeout,
        idleMs: values.idle,
        ...defined({ only, must }),
      },
      values,
    );
  },
});
