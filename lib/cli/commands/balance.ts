import { isIP } from 'node:net';
import { isatty } from 'node:tty';
import { ADMIN_TABLE, OPERATING } from '../../admin/option-table.js';
import { BACKEND_METRICS_TABLE, METRICS_TABLE, onTcp } from '../../metrics/option-table.js';
import { backendList } from '../../control/backend-list.js';
import type { BalancerControl } from '../../control/balancer-control.js';
import { BALANCER_TABLE, SCHEDULING } from '../../control/option-table.js';
import type { BalancerOptions } from '../../control/options.js';
import { libraryOptions } from '../../schema/library.js';
import { flag, group, option, optional, type Values } from '../../schema/option.js';
import { workerCount } from '../options/worker-count.js';
import type { Address } from '../../net/address.js';
import { allocateYoung, keepYoungGenerationSmall } from '../../balancer/young-generation.js';
import type { Log } from '../../logging/logger.js';
import { defineCommand, type Command } from '../command.js';
import { createBalancer, surviveAlgorithm } from '../create-balancer.js';
import { openBrowser } from '../open-browser.js';
import { COMMON, logConnections } from '../options/groups.js';

const { host, port, engine, ...rest } = BALANCER_TABLE;

const ANY_BACKEND = { host: 'localhost', port: 1, name: ' any' };

const options = {
  ...group('Listening:', {
    host,
    port,
    workers: option(workerCount, 1, 'Processes that carry the connections; auto is one for each processor'),
    engine,
  }),
  ...group('Scheduling:', {
    backends: SCHEDULING.backends,
    'backends-file': SCHEDULING['backends-file'],
    backup: optional(backendList, 'Backends, as in --backends, that are used only while no other is active', {
      defaultText: 'none',
      mayBeEmpty: true,
    }),
  }),
  ...rest,
  ...group('Connections:', { 'log-connections': logConnections }),
  ...ADMIN_TABLE,
  ...METRICS_TABLE,
  ...BACKEND_METRICS_TABLE,
  ...group(OPERATING, {
    open: flag('Open the dashboard in the browser', { needs: onTcp }),
    watch: flag('Reload the --config file whenever its content changes', { needs: { one: ['config'] } }),
  }),
  ...COMMON,
};

export const balanceCommand: Command = defineCommand({
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
      'behind another balancer: takes the client addresses from it, and passes them on',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --record run.jsonl',
      'what was decided, and why, for lbsim replay run.jsonl',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --admin 9900 --open',
      'with its dashboard, in the browser',
    ],
    [
      'lbsim balance --backends localhost:8881,localhost:8882 --cluster redis://10.0.0.9:6379?lab=course',
      'one of several balancers that share sessions and counts',
    ],
    [
      'lbsim balance --config lb.yaml --log-format json --log-file lb.log',
      'set up by a file, logged as JSON',
    ],
  ],
  prepare() {
    keepYoungGenerationSmall();
    allocateYoung();
  },
  async check(values) {
    // A file need not name the backends: they may be on the command line.
    const { backends = [ANY_BACKEND] } = values as Partial<typeof values>;
    // SESSION_MAP is laid out when it is made: nothing is to stand still for one that nobody uses.
    await createBalancer(await balancerSettings({ ...values, backends, 'sticky-max': 1 }), 1);
  },
  async checkStart(values) {
    const {
      'backends-file': file,
      backends = [],
      backup = [],
      host,
      port,
    } = values as Partial<typeof values>;
    const [{ adminTokens }, { refuseBadBackendsFile }, { OwnAddress }, { isLookedUp }] = await Promise.all([
      import('../given-tokens.js'),
      import('../../discovery/backends-file.js'),
      import('../../control/own-address.js'),
      import('../../discovery/entries.js'),
    ]);
    const own = new OwnAddress();
    own.set({ ...(host !== undefined && isIP(host) > 0 && { host, port: port ?? 0 }) });
    for (const backend of [...backends, ...backup]) if (!isLookedUp(backend)) own.refuseSpec(backend);
    adminTokens(values);
    if (file !== undefined) await refuseBadBackendsFile(file, backendList);
  },
  async run(values, { besideFile }) {
    const [
      { logBalancer },
      { logConfig },
      { logReachable },
      { hangUpHandler },
      { commandReloader, watchConfig },
      { openLog },
      { goOnWithoutOutput },
      { serviceManager },
      { serve },
      { CommandAdmin },
      { BalancerMetrics },
    ] = await Promise.all([
      import('../../logging/balancer-log.js'),
      import('../../logging/config-log.js'),
      import('../../logging/reachable-log.js'),
      import('../hang-up.js'),
      import('../reload/command-reloader.js'),
      import('../log.js'),
      import('../output.js'),
      import('../service-manager.js'),
      import('../signals.js'),
      import('../admin.js'),
      import('../../metrics/balancer-metrics.js'),
    ]);
    const settings = await balancerSettings(values);
    const balancer = await createBalancer(settings, values.workers);
    await surviveAlgorithm(settings.algorithm, balancer);
    const metrics = new BalancerMetrics(balancer, values['metrics-backends']);
    const admin = new CommandAdmin(values, openLog('balance', values), metrics);
    const { log } = admin;
    logBalancer(balancer, values['log-connections'], log);
    logReachable(balancer, log);
    const config = commandReloader(balanceCommand, balancer, values, besideFile);
    logConfig(config, log);
    const stopWatching = values.watch ? watchConfig(config) : () => undefined;
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    let stop: (drainMs?: number) => void = () => undefined;
    const asked = new Promise<number | undefined>((resolve) => (stop = resolve));
    const stopReading = isatty(0) ? await obeyTerminal(balancer, log, () => stop()) : undefined;
    const onHangUp = hangUpHandler({
      terminalLost: () => {
        log({ level: 'warn', event: 'terminal_lost', message: 'the terminal is gone: stopping' });
        stop();
      },
      asked: () => {
        if (config.file !== undefined) {
          void config.reload();
          return;
        }
        const message =
          'SIGHUP received: started without --config, so nothing is reloaded, nothing has changed';
        log({ level: 'warn', event: 'reload_unsupported', message });
      },
    });
    const onListening = (address: Address): Promise<() => Promise<void>> =>
      admin.open(
        {
          kind: 'balance',
          ...{ address, balancer, config },
          history: metrics.history,
          workers: values.workers,
          isInCluster: values.cluster !== undefined,
          stop: (drainMs) => stop(drainMs),
        },
        values.open ? { show: openBrowser } : {},
      );
    return serve(balancer, { asked, onHangUp, onListening, manager: serviceManager(log) }).finally(() => {
      stopReading?.();
      stopWatching();
    });
  },
});

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

/** The options of a balancer, from the values of this command's. */
export async function balancerSettings(values: Values<typeof options>): Promise<BalancerOptions> {
  const { chosenAlgorithm } = await import('../load-algorithms.js');
  const { backends = [], backup = [] } = values;
  if (values.cluster !== undefined) {
    const { loadRedisClient } = await import('../../cluster/redis/load-client.js');
    await loadRedisClient();
  }
  return {
    ...libraryOptions(BALANCER_TABLE, values),
    algorithm: await chosenAlgorithm(values.algorithm),
    backends: [...backends, ...backup.map((backend) => ({ ...backend, backup: true }))],
  };
}
