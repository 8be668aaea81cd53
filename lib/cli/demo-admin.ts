import { runningProcesses } from '../admin/runtime-folder.js';
import type { Balancer } from '../balancer/balancer.js';
import { logBalancer } from '../logging/balancer-log.js';
import { BalancerMetrics } from '../metrics/balancer-metrics.js';
import { BACKEND_METRICS_TABLE } from '../metrics/option-table.js';
import { formatAddress, type Address } from '../net/address.js';
import { CommandAdmin } from './admin.js';
import { balanceCommand } from './commands/balance.js';
import { resolveValues } from './options/resolve-values.js';
import { fromCommandLine } from './options/sources.js';
import { commandReloader } from './reload/command-reloader.js';

/**
 * Has `lbsim ctl` and `lbsim top` reach the balancer that a demo leaves running.
 *
 * @returns ends that, and removes what backends that were killed have left behind
 */
export async function openDemoAdmin(balancer: Balancer, address: Address): Promise<() => Promise<void>> {
  const settings = balancer.settings();
  const argv = {
    ...{ host: address.host, port: String(address.port), 'sticky-key': settings.stickyKey },
    'health-check-interval': `${settings.healthCheckIntervalMs}ms`,
    'health-check-timeout': `${settings.healthCheckTimeoutMs}ms`,
    backends: balancer.backends.map(({ name, host, port }) => `${name}=${formatAddress({ host, port })}`),
  };
  const values = await resolveValues(balanceCommand.options, { command: 'balance', argv, env: {} });
  const { value: maxBackends = 0 } = BACKEND_METRICS_TABLE['metrics-backends'];
  const metrics = new BalancerMetrics(balancer, maxBackends);
  const defaults = { admin: undefined, 'admin-token-file': undefined, 'metrics-open': false };
  const admin = new CommandAdmin(defaults, () => undefined, metrics);
  logBalancer(balancer, 'auto', admin.log);
  const close = await admin.open({
    kind: 'balance',
    ...{ address, balancer },
    config: commandReloader(balanceCommand, balancer, values, [fromCommandLine(argv)]),
    history: metrics.history,
    workers: 1,
    stop: () => process.kill(process.pid, 'SIGINT'),
  });
  return async () => {
    await close();
    await runningProcesses();
  };
}
