import type { AdminApp } from '../env.js';
import type { BalancerSubject } from '../subject.js';

/** The balancer among others of its lab. */
export function clusterRoutes(app: AdminApp, { balancer }: BalancerSubject): void {
  app.get('/v1/cluster', (context) => context.json(balancer.cluster()));
}
