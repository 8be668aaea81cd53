import { defined } from '../../defined.js';
import { MODES } from '../../server/modes/index.js';
import { BACKEND_SERVER_DEFAULTS as DEFAULTS } from '../../server/options.js';
import { defineCommand } from '../command.js';
import { COMMON } from '../options/groups.js';
import { absent, optional } from '../options/option.js';
import { choice, listeningPort } from '../options/parsers.js';

const group = 'Backend:';

const options = {
  name: absent({ describe: 'What it answers as', defaultText: 'B<port>', group }, String),
  host: optional({ describe: 'Address to listen on; 0.0.0.0 or :: for a LAN', group }, String, DEFAULTS.host),
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
    '  chargen  sends until closed (RFC 864)',
  examples: [
    ['lbsim server --name B1', 'a backend on the first free port from 8881 up'],
    ['lbsim server --name B2 --port 8882 --host 0.0.0.0', 'one that a LAN can reach'],
    ['lbsim server --mode http --port 9000', 'one for curl and wrk'],
  ],
  async run(values) {
    const [{ BackendServer }, { logServer }, { openLog }, { serve }] = await Promise.all([
      import('../../server/backend-server.js'),
      import('../../observe/server-log.js'),
      import('../log.js'),
      import('../signals.js'),
    ]);
    const { name, host, port, mode } = values;
    const backend = new BackendServer({
      host,
      mode,
      ...defined({ name, port }),
    });
    logServer(backend, mode, openLog('server', values));
    return serve(backend);
  },
});
