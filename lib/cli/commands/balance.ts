import { isatty } from 'node:tty';
import { ADMIN_TABLE } from '../../admin/option-table.js';
import type { Balancer } from '../../balancer/balancer.js';
import { backendList } from '../../control/backend-list.js';
import type { BalancerControl } from '../../control/balancer-control.js';
import { BALANCER_TABLE, SCHEDULING } from '../../control/option-table.js';
import type { BalancerOptions } from '../../control/options.js';
import { CustomAlgorithm } from '../../schedulers/custom-algorithm.js';
import { libraryOptions } from '../../schema/library.js';
import { group, option, optional, type Values } from '../../schema/option.js';
import { workerCount } from '../options/worker-count.js';
import { formatAddress, type Address } from '../../net/address.js';
import { keepYoungGenerationSmall } from '../../balancer/young-generation.js';
import type { Log } from '../../logging/logger.js';
import type { WorkerGroup } from '../../workers/worker-group.js';
import { defineCommand } from '../command.js';
import { COMMON, logConnections } from '../options/groups.js';

const { host, port, ...rest } = BALANCER_TABLE;

/** Takes the place of an algorithm of one's own that has failed where no call of it can. */
const FALLBACK = 'round-robin';
const ANY_BACKEND = { host: 'localhost', port: 1, name: ' any' };

const options = {
  ...group('Listening:', {
    host,
    port,
    workers: option(workerCount, 1, 'Processes that carry the connections; auto is one for each processor'),
  }),
  ...group('Scheduling:', {
    backends: SCHEDULING.backends,
    backup: optional(backendList, 'Backends, as in --backends, that are used only while no other is active', {
      defaultText: 'none',
    }),
  }),
  ...rest,
  ...group('Connections:', { 'log-connections': logConnections }),
  ...ADMIN_TABLE,
  ...COMMON,
};

export const balanceCommand = defineCommand({
  options,
  details:
    'While it runs on a terminal it obeys the lines that are typed: status (the backends and their connections), quit, help.',
  examples: [
    ['lbsim balance --backends 127.0.0.1:8881,127.0.0.1:8882', 'two backends on this machine'],
    [
      'lbsim balance --host 0.0.0.0 --backends big=10.0.0.5:8881@3,small=10.0.0.6:8881',
      'on a LAN, named and weighted',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --algorithm round-robin --sticky-key none',
      'strictly in turn',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --algorithm ./mine.js',
      'an algorithm of your own, see docs/own-algorithm.md',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --workers auto',
      'as many processes as there are processors',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --backup localhost:8889 --max-per-backend 100',
      'a spare one for when both are down; the 201st client waits',
    ],
    [
      'lbsim balance --backends localhost:8881 --accept-proxy --trust 10.0.0.0/8 --send-proxy v2',
      'behind another balancer, told who the clients are, and telling it',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --record run.jsonl',
      'what was decided, and why, for lbsim replay run.jsonl',
    ],
    [
      'lbsim balance --config lb.yaml --log-format json --log-file lb.log',
      'set up by a file, logged as JSON',
    ],
  ],
  prepare() {
    keepYoungGenerationSmall();
  },
  async check(values) {
    // A file need not name the backends: they may be on the command line.
    const { backends } = values as Partial<typeof values>;
    await create(await settingsOf({ ...values, backends: backends ?? [ANY_BACKEND] }), 1);
  },
  async run(values) {
    const [
      { logBalancer },
      { logReachable },
      { hangUpHandler },
      { openLog },
      { goOnWithoutOutput },
      { serviceManager },
      { serve },
      { CommandAdmin },
      { BalancerViews },
    ] = await Promise.all([
      import('../../logging/balancer-log.js'),
      import('../../logging/reachable-log.js'),
      import('../hang-up.js'),
      import('../log.js'),
      import('../output.js'),
      import('../service-manager.js'),
      import('../signals.js'),
      import('../admin.js'),
      import('../../admin/balancer-views.js'),
    ]);
    const settings = await settingsOf(values);
    const balancer = await create(settings, values.workers);
    if (settings.algorithm instanceof CustomAlgorithm) await survive(settings.algorithm, balancer);
    const admin = new CommandAdmin(values, openLog('balance', values));
    const { log } = admin;
    logBalancer(balancer, values['log-connections'], log);
    logReachable(balancer, log);
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    let stop: (drainMs?: number) => void = () => undefined;
    const asked = new Promise<number | undefined>((resolve) => (stop = resolve));
    const stopReading = isatty(0) ? await obeyTerminal(balancer, log, stop) : undefined;
    const onHangUp = hangUpHandler({
      terminalLost: () => {
        log({ level: 'warn', event: 'terminal_lost', message: 'the terminal is gone: stopping' });
        stop();
      },
      asked: () => {
        const message = 'SIGHUP received: the configuration cannot be reloaded, nothing has changed';
        log({ level: 'warn', event: 'reload_unsupported', message });
      },
    });
    const onListening = (address: Address): Promise<() => Promise<void>> =>
      admin.open<'balance'>({
        kind: 'balance',
        name: formatAddress(address),
        address,
        balancer,
        views: new BalancerViews(balancer),
        workers: values.workers,
        stickyKey: values['sticky-key'],
        stop: (drainMs) => stop(drainMs),
      });
    return serve(balancer, { asked, onHangUp, onListening, manager: serviceManager(log) }).finally(
      stopReading,
    );
  },
});

/** What an algorithm of one's own throws where nobody catches it makes round-robin take its place. */
async function survive(algorithm: CustomAlgorithm, balancer: Balancer | WorkerGroup): Promise<void> {
  const [{ onUncaughtFailure }, { algorithmFailures }] = await Promise.all([
    import('../watched-algorithms.js'),
    import('../../control/algorithm-failures.js'),
  ]);
  const failed = algorithmFailures(algorithm, balancer);
  onUncaughtFailure((failure) => {
    failed(failure);
    const { algorithm: present, stopping } = balancer.snapshot();
    if (present !== FALLBACK && !stopping) balancer.setAlgorithm(FALLBACK);
  });
}

/** @returns stops reading */
async function obeyTerminal(balancer: BalancerControl, log: Log, quit: () => void): Promise<() => void> {
  const [{ readInForeground }, { consoleOutput, obeyLines }, { balanceConsole }] = await Promise.all([
    import('../foreground.js'),
    import('../console.js'),
    import('./balance-console.js'),
  ]);
  const output = consoleOutput(log);
  const commands = balanceConsole(balancer, output.print, quit);
  return readInForeground(process.stdin, (input) => obeyLines(input, commands, output));
}

async function settingsOf(values: Values<typeof options>): Promise<BalancerOptions> {
  const { chosenAlgorithm } = await import('../load-algorithms.js');
  const { backends, backup = [] } = values;
  return {
    ...libraryOptions(BALANCER_TABLE, values),
    algorithm: await chosenAlgorithm(values.algorithm),
    backends: [...backends, ...backup.map((backend) => ({ ...backend, backup: true }))],
  };
}

/** The balancer in this process, or one that has others carry the connections. */
async function create(settings: BalancerOptions, workers: number): Promise<Balancer | WorkerGroup> {
  if (workers === 1) {
    const { Balancer } = await import('../../balancer/balancer.js');
    return new Balancer(settings);
  }
  const { WorkerGroup } = await import('../../workers/worker-group.js');
  return new WorkerGroup(settings, workers);
}
