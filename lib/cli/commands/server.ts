import { ADMIN_TABLE } from '../../admin/option-table.js';
import { METRICS_TABLE } from '../../metrics/option-table.js';
import { libraryOptions } from '../../schema/library.js';
import { group, type Values } from '../../schema/option.js';
import { formatAddress, type Address } from '../../net/address.js';
import { FAULT_TABLE, faultsOf } from '../../server/faults/faults.js';
import type { ServerListeningEvent } from '../../server/events.js';
import { resolveServerOptions, SERVER_TABLE, type BackendServerOptions } from '../../server/options.js';
import { counted } from '../../logging/format.js';
import { defineCommand } from '../command.js';
import { COMMON, logConnections } from '../options/groups.js';

const { seed, ...backendTable } = SERVER_TABLE;

const options = {
  ...backendTable,
  ...group('Backend:', { 'log-connections': logConnections }),
  ...FAULT_TABLE,
  seed,
  ...ADMIN_TABLE,
  ...METRICS_TABLE,
  ...COMMON,
};

type ServerValues = Values<typeof options>;

export const serverCommand = defineCommand({
  options,
  details:
    'While it runs it obeys lines on standard input: fault NAME VALUE (a fault option and its value, or off), ' +
    'heal, stats, help, quit.',
  terms: {
    heading: 'Modes:',
    entries: [
      ['named', 'answers each line as [NAME] line'],
      ['echo', 'returns the bytes unchanged'],
      ['http', 'answers any request with its name'],
      ['discard', 'reads and forgets (RFC 863)'],
      ['chargen', 'sends until closed (RFC 864)'],
      ['forward', 'carries bytes to the service at --to and back, through the faults'],
    ],
  },
  examples: [
    ['lbsim server --name B1', 'a backend on the first free port from 8881 up'],
    ['lbsim server --name B2 --port 8882 --host 0.0.0.0', 'one that a LAN can reach'],
    ['lbsim server --mode http --port 9000', 'one for curl and wrk'],
    ['lbsim server --latency 200ms --jitter 50ms', 'a slow one'],
    [
      'lbsim server --mode forward --to 127.0.0.1:6379 --port 6380 --latency 100ms',
      'faults in front of your own service',
    ],
    [
      'lbsim server --refuse-ratio 0.2 --seed 7',
      'one that resets a fifth of all connections, the same each time',
    ],
    [
      'lbsim server --service exponential:50ms --slots 1 --queue 100',
      'one with a queue: an M/M/1 station of mean service time 50 ms',
    ],
    [
      '(sleep 5; echo fault hang on; sleep 5; echo heal) | lbsim server',
      'one that hangs from the fifth second to the tenth',
    ],
  ],
  check: (values) => void resolveServerOptions(settingsOf({ ...values, to: values.to ?? targetOf(values) })),
  async checkStart(values) {
    const { adminTokens } = await import('../given-tokens.js');
    adminTokens(values);
  },
  async run(values) {
    const [
      { BackendServer },
      { logServer },
      { openLog },
      { serve },
      { logReachable },
      { goOnWithoutOutput },
      { readInForeground },
      { consoleOutput, obeyLines },
      { serverConsole },
      { CommandAdmin },
      { ServerMetrics },
      { serviceManager },
    ] = await Promise.all([
      import('../../server/backend-server.js'),
      import('../../logging/server-log.js'),
      import('../log.js'),
      import('../signals.js'),
      import('../../logging/reachable-log.js'),
      import('../output.js'),
      import('../foreground.js'),
      import('../console.js'),
      import('./server-console.js'),
      import('../admin.js'),
      import('../../metrics/server-metrics.js'),
      import('../service-manager.js'),
    ]);
    const { mode, to } = values;
    const backend = new BackendServer(settingsOf(values));
    const admin = new CommandAdmin(values, openLog('server', values), new ServerMetrics(backend));
    const { log } = admin;
    const shownMode = (to === undefined ? mode : `${mode} to ${formatAddress(to)}`) + queueText(values);
    logServer(backend, shownMode, values['log-connections'], log);
    logReachable(backend, log);
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    let stopReading = (): void => undefined;
    let stop: (drainMs?: number) => void = () => undefined;
    const quit = new Promise<number | undefined>((resolve) => {
      stop = resolve;
      const output = consoleOutput(log);
      const commands = serverConsole(backend, output.print, () => resolve(undefined));
      stopReading = readInForeground(process.stdin, (input) => obeyLines(input, commands, output));
    });
    const onListening = ({ name, host, port }: ServerListeningEvent): Promise<() => Promise<void>> =>
      admin.open({
        kind: 'server',
        name,
        address: { host, port },
        server: backend,
        mode: values.mode,
        stop: (drainMs) => stop(drainMs),
      });
    return serve(backend, { asked: quit, onListening, manager: serviceManager(log) }).finally(stopReading);
  },
});

/** A file need not name the target: it may be on the command line. */
function targetOf({ mode }: ServerValues): Address | undefined {
  return mode === 'forward' ? { host: 'localhost', port: 1 } : undefined;
}

/** `, service exponential:50ms on 2 slots`. */
function queueText({ service, slots, discipline, queue }: ServerValues): string {
  if (service === undefined) return '';
  if (slots === Infinity) return `, service ${service}`;
  const limit = queue === Infinity ? '' : `, at most ${queue} waiting`;
  return `, service ${service} on ${counted(slots, 'slot')} (${discipline}${limit})`;
}

function settingsOf(values: ServerValues): BackendServerOptions {
  return { ...libraryOptions(SERVER_TABLE, values), faults: faultsOf(values) };
}
