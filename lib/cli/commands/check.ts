import { CHECKS } from '../../check/checks/index.js';
import { CHECK_TABLE } from '../../check/options.js';
import { libraryOptions } from '../../schema/library.js';
import { group } from '../../schema/option.js';
import { defineCommand } from '../command.js';
import { COMMON, json } from '../options/groups.js';

const options = { ...CHECK_TABLE, ...group('Checks:', { json }), ...COMMON };

export const checkCommand = defineCommand({
  options,
  positionals: [{ option: 'balancer', shown: 'HOST:PORT' }],
  details:
    'Works with any balancer of TCP. Have it forward to 127.0.0.1:P and nothing else, then run this with ' +
    '--backend-port P: it is the backend behind the balancer and the client in front of it, and tells what ' +
    'came through. Exit status 1 if a check that has to hold does not, or could not be made; 3 if none failed, ' +
    'but one is unclear, as this machine stood still during it: then run it again.',
  terms: {
    heading: 'What each check looks for:',
    entries: CHECKS.map(({ name, looksFor }) => [name, looksFor]),
  },
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
    const { runCheckCommand } = await import('../check.js');
    const { balancer, 'backend-port': backendPort } = values;
    return runCheckCommand({ ...libraryOptions(CHECK_TABLE, values), balancer, backendPort }, values);
  },
});
