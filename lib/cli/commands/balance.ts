import { defined } from '../../defined.js';
import type { Balancer } from '../../balancer/balancer.js';
import type { BalancerOptions } from '../../control/options.js';
import { keepYoungGenerationSmall } from '../../balancer/young-generation.js';
import type { WorkerGroup } from '../../workers/worker-group.js';
import { defineCommand } from '../command.js';
import { BALANCE_OPTIONS } from './balance-options/index.js';

export const balance = defineCommand({
  options: BALANCE_OPTIONS,
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
  async run(values) {
    const { chosenAlgorithm } = await import('../load-algorithms.js');
    const settings: BalancerOptions = {
      host: values.host,
      port: values.port,
      backends: [
        ...values.backends,
        ...(values.backup ?? []).map((backend) => ({ ...backend, backup: true })),
      ],
      algorithm: await chosenAlgorithm(values.algorithm),
      choices: values.choices,
      sample: values.sample,
      ewmaDecayMs: values['ewma-decay'],
      stickyKey: values['sticky-key'],
      stickyMax: values['sticky-max'],
      stickyTtlMs: values['sticky-ttl'],
      healthCheckIntervalMs: values['health-check-interval'],
      healthCheckTimeoutMs: values['health-check-timeout'],
      healthCheckRise: values['health-check-rise'],
      healthCheckFall: values['health-check-fall'],
      dnsIntervalMs: values['dns-interval'],
      waitForBackendTimeoutMs: values['wait-for-backend-timeout'],
      connectTimeoutMs: values['connect-timeout'],
      drainTimeoutMs: values['drain-timeout'],
      idleTimeoutMs: values['idle-timeout'],
      halfCloseTimeoutMs: values['half-close-timeout'],
      tcpKeepaliveMs: values['tcp-keepalive'],
      maxConnections: values['max-connections'],
      queueMax: values['queue-max'],
      queueTimeoutMs: values['queue-timeout'],
      slowStartMs: values['slow-start'],
      observe: values.observe,
      onFailover: values['on-failover'],
      sendProxy: values['send-proxy'],
      ...defined({
        maxPerBackend: values['max-per-backend'],
        rateLimit: values['rate-limit'],
        reroute: values.reroute,
        acceptProxy: values['accept-proxy'],
        trust: values.trust,
        allow: values.allow,
        deny: values.deny,
        record: values.record,
        recordMax: values['record-max'],
        seed: values.seed,
      }),
    };
    const [{ logBalancer }, { openLog }, { goOnWithoutOutput }, { serve }] = await Promise.all([
      import('../../logging/balancer-log.js'),
      import('../log.js'),
      import('../output.js'),
      import('../signals.js'),
    ]);
    const balancer = await create(settings, values.workers);
    const log = openLog('balance', values);
    logBalancer(balancer, values['log-connections'], log);
    goOnWithoutOutput((message) => log({ level: 'warn', event: 'output_lost', message }));
    return serve(balancer, {
      onHangUp: () => {
        const message = 'SIGHUP received: the configuration cannot be reloaded, nothing has changed';
        log({ level: 'warn', event: 'reload_unsupported', message });
      },
    });
  },
});

/** The balancer in this process, or one that has others carry the connections. */
async function create(settings: BalancerOptions, workers: number): Promise<Balancer | WorkerGroup> {
  if (workers === 1) {
    const { Balancer } = await import('../../balancer/balancer.js');
    return new Balancer(settings);
  }
  const { WorkerGroup } = await import('../../workers/worker-group.js');
  return new WorkerGroup(settings, workers);
}
