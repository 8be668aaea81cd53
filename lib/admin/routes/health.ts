import type { AdminApp } from '../env.js';
import { openApi } from '../openapi.js';
import { ApiProblem } from '../problem.js';
import type { Subject } from '../subject.js';

/** What programs ask that start it, or stand before it. */
export function healthRoutes(app: AdminApp, subject: Subject): void {
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', (context) => {
    const reason = reasonNotReady(subject);
    if (reason !== undefined) throw new ApiProblem('starting', reason);
    return context.json({ status: 'ready' });
  });
  app.get('/openapi.json', async (context) => context.json(await openApi()));
}

function reasonNotReady(subject: Subject): string | undefined {
  if (subject.kind === 'server') return undefined;
  const { stopping, backends } = subject.views.latest();
  if (stopping) return 'the balancer stops';
  return backends.some(({ effective }) => effective.active)
    ? undefined
    : 'no backend is active: clients wait';
}
