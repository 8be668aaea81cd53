import type { Balancer } from '../balancer/balancer.js';
import type { BalancerOptions } from '../control/options.js';
import { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import type { WorkerGroup } from '../workers/worker-group.js';

/** Takes the place of an algorithm of one's own that has failed where no call of it can. */
const FALLBACK = 'round-robin';

/** The balancer in this process, or one that has others carry the connections. */
export async function createBalancer(
  settings: BalancerOptions,
  workers: number,
): Promise<Balancer | WorkerGroup> {
  if (workers === 1) {
    const { Balancer } = await import('../balancer/balancer.js');
    return new Balancer(settings);
  }
  const { WorkerGroup } = await import('../workers/worker-group.js');
  return new WorkerGroup(settings, workers);
}

/** What an algorithm of one's own throws where nobody catches it makes round-robin take its place. */
export async function surviveAlgorithm(
  algorithm: BalancerOptions['algorithm'],
  balancer: Balancer | WorkerGroup,
): Promise<void> {
  if (!(algorithm instanceof CustomAlgorithm)) return;
  const [{ onUncaughtFailure }, { algorithmFailures }] = await Promise.all([
    import('./watched-algorithms.js'),
    import('../control/algorithm-failures.js'),
  ]);
  const failed = algorithmFailures(algorithm, balancer);
  onUncaughtFailure((failure) => {
    failed(failure);
    const { algorithm: present, stopping } = balancer.snapshot();
    if (present === algorithm.name && present !== FALLBACK && !stopping) balancer.setAlgorithm(FALLBACK);
  });
}
