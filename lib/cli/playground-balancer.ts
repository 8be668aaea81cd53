import type { Balancer } from '../balancer/balancer.js';
import type { Log } from '../logging/logger.js';
import { logBalancer } from '../logging/balancer-log.js';
import { BalancerMetrics } from '../metrics/balancer-metrics.js';
import type { Reloader } from '../reload/reloader.js';
import type { Values } from '../schema/option.js';
import type { WorkerGroup } from '../workers/worker-group.js';
import { CommandAdmin } from './admin.js';
import { balanceCommand, balancerSettings } from './commands/balance.js';
import { createBalancer, surviveAlgorithm } from './create-balancer.js';
import type { PLAYGROUND_TABLE } from './options/playground-table.js';
import { valuesFrom } from './options/resolve-values.js';
import { fromCommandLine } from './options/sources.js';
import { commandReloader } from './reload/command-reloader.js';

type BalanceValues = Parameters<typeof balancerSettings>[0];

/** Options of its balancer that the command does not have. */
const FIXED = {
  port: '0',
  // Sooner than by default: people who kill a backend wait for it.
  'health-check-interval': '1',
  'health-check-timeout': '1',
  // No connection of the load is left by then.
  'drain-timeout': '1',
};

const ANY_PORT = { host: '127.0.0.1', port: 0 };

/** A playground's balancer, with all that its admin API shows. */
export interface PlaygroundBalancer {
  readonly balancer: Balancer | WorkerGroup;
  readonly admin: CommandAdmin;
  readonly metrics: BalancerMetrics;
  readonly config: Reloader;
}

/**
 * The balancer that `lbsim balance` with these options would be.
 *
 * @param backends - as `--backends` takes them
 * @throws LbsimError `ERR_OPTION_INVALID`: the admin API could be reached by other machines without a token
 */
export async function playgroundBalancer(
  values: Values<typeof PLAYGROUND_TABLE>,
  backends: readonly string[],
  log: Log,
): Promise<PlaygroundBalancer> {
  const given = fromCommandLine({
    ...{ ...FIXED, backends, workers: String(values.workers) },
    ...{ algorithm: values.algorithm, 'sticky-key': values['sticky-key'] },
  });
  const balanceValues = valuesFrom(balanceCommand.options, [given]) as BalanceValues;
  const settings = await balancerSettings(balanceValues);
  const balancer = await createBalancer(settings, values.workers);
  await surviveAlgorithm(settings.algorithm, balancer);
  const metrics = new BalancerMetrics(balancer, balanceValues['metrics-backends']);
  const admin = new CommandAdmin({ ...balanceValues, admin: values.admin ?? ANY_PORT }, log, metrics);
  logBalancer(balancer, 'none', admin.log);
  return {
    balancer,
    admin,
    metrics,
    config: commandReloader(balanceCommand, balancer, balanceValues, [given]),
  };
}
