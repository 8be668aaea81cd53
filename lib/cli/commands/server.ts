import { defined } from '../../defined.js';
import { MODES } from '../../server/modes/index.js';
import { BACKEND_SERVER_DEFAULTS as DEFAULTS } from '../../server/options.js';
import { defineCommand } from '../command.js';
import { FAULT_OPTIONS, faultsOf } from '../options/faults.js';
import { COMMON } from '../options/groups.js';
import { logConnections } from '../options/log-connections.js';
import { absent, optional } from '../options/option.js';
import { choice, host, integer, listeningPort } from '../options/parsers.js';

const group = 'Backend:';

const options = {
  name: absent({ describe: 'What it answers as', defaultText: 'B<port>', group }, String),
  host: optional({ describe: 'Address to listen on; 0.0.0.0 or :: for a LAN', group }, host, DEFAULTS.host),
  port: absent(
    {
      describe: 'Port to listen on; 0 for any free one',
      defaultText: `first free from ${DEFAULTS.firstPort}`,
      group,
    },
    listeningPort,
  ),
  mode: optional(
    { describe: `How it answers: one of ${MODES.join(', ')}`, group },
    choice(MODES),
    DEFAULTS.mode,
  ),
  'log-connections': logConnections(group),
  ...FAULT_OPTIONS,
  seed: optional(
    { describe: 'Of the dice that decide about faults', group: 'Faults:' },
    integer(0),
    DEFAULTS.seed,
  ),
  ...COMMON,
};

export const server = defineCommand({
  options,
  details:
    'Modes:\n' +
    '  named    answers each line as [NAME] line\n' +
    '  echo     returns the very bytes\n' +
    '  http     answers any request with its name\n' +
    '  discard  reads and forgets (RFC 863)\n' +
    '  chargen  sends until closed (RFC 864)\n\n' +
    'While it runs it obeys lines on standard input: fault NAME VALUE (a fault option and its value, or off),\n' +
    'heal, stats, quit.',
  examples: [
    ['lbsim server --name B1', 'a backend on the first free port from 8881 up'],
    ['lbsim server --name B2 --port 8882 --host 0.0.0.0', 'one that a LAN can reach'],
    ['lbsim server --mode http --port 9000', 'one for curl and wrk'],
    ['lbsim server --latency 200ms --jitter 50ms', 'a slow one'],
    [
      'lbsim server --refuse-ratio 0.2 --seed 7',
      'one that resets a fifth of all connections, the same each time',
    ],
    [
      '(sleep 5; echo fault hang on; sleep 5; echo heal) | lbsim server',
      'one that hangs from the fifth second to the tenth',
    ],
  ],
  async run(values) {
    const [
      { BackendServer },
      { logServer },
      { openLog },
      { serve },
      { mayBeRead, obeyLines },
      { goOnWithoutOutput },
    ] = await Promise.all([
      import('../../server/backend-server.js'),
      import('../../logging/server-log.js'),
      import('../log.js'),
      import('../signals.js'),
      import('./server-console.js'),
      import('../output.js'),
    ]);
    const { name, host, port, mode, seed } = values;
    const backend = new BackendServer({
      host,
      mode,
      seed,
      faults: faultsOf(values),
      ...defined({ name, port }),
    });
    const log = openLog('server', values);
    logServer(backend, mode, values['log-connections'], log);
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    if (!mayBeRead(process.stdin)) return serve(backend);
    let stopReading = (): void => undefined;
    const quit = new Promise<void>((resolve) => {
      stopReading = obeyLines(process.stdin, backend, {
        print: (text) => process.stdout.write(`${text}\n`),
        complain: (message) => log({ level: 'warn', event: 'bad_command', message }),
        quit: resolve,
      });
    });
    return serve(backend, { asked: quit }).finally(stopReading);
  },
});
