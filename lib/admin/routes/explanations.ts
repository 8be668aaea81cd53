import type { AdminApp } from '../env.js';
import { limitOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const PAGE = 50;
/** Picks are explained until nobody has asked for that long. */
const LISTENING_MS = 60_000;

/** Why clients go where they go. */
export function explanationRoutes(app: AdminApp, { balancer }: BalancerSubject): void {
  let end: NodeJS.Timeout | undefined;
  app.get('/v1/explain', (context) => context.json(balancer.explain(context.req.query('key'))));
  app.get('/v1/picks', (context) => {
    const limit = limitOf(context, PAGE);
    const wasExplaining = balancer.picks.enabled;
    listen();
    return context.json({
      items: balancer.picks.recent.slice(-limit),
      since: wasExplaining ? null : 'now',
      generation: balancer.snapshot().generation,
    });
  });

  function listen(): void {
    balancer.picks.enabled = true;
    clearTimeout(end);
    end = setTimeout(() => (balancer.picks.enabled = false), LISTENING_MS).unref();
  }
}
