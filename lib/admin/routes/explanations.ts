import type { AdminApp } from '../env.js';
import { limitOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const PAGE = 50;

/** Why clients go where they go. */
export function explanationRoutes(app: AdminApp, { balancer, listeners }: BalancerSubject): void {
  app.get('/v1/explain', (context) => context.json(balancer.explain(context.req.query('key'))));
  app.get('/v1/picks', (context) => {
    const limit = limitOf(context, PAGE);
    const wasExplaining = balancer.picks.enabled;
    listeners.asked();
    return context.json({
      items: balancer.picks.recent.slice(-limit),
      since: wasExplaining ? null : 'now',
      generation: balancer.snapshot().generation,
    });
  });
}
