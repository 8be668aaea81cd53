import type { Context } from 'hono';
import type { AdminApp, AdminEnv } from '../env.js';
import { bodyTime, optionalJsonBody, refuseBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated, type OperatedFields } from '../operated.js';
import { ApiProblem } from '../problem.js';
import type { Subject } from '../subject.js';

/** The end of the process: after its connections, or at once. */
export function stopRoutes(app: AdminApp, subject: Subject): void {
  app.post('/v1/drain', async (context) => {
    const body = await optionalJsonBody(context);
    refuseUnknownKeys(body, ['timeout']);
    const { timeout } = body;
    if (timeout === undefined) return stop(context, { operation: 'stop' });
    return stop(context, { operation: 'stop', value: timeout }, bodyTime('timeout', timeout));
  });
  app.post('/v1/stop', async (context) => {
    await refuseBody(context);
    return stop(context, { operation: 'stop', value: 'at once' }, 0);
  });

  function stop(context: Context<AdminEnv>, operated: OperatedFields, drainMs?: number): Response {
    if (subject.kind === 'balance' && subject.balancer.snapshot().stopping)
      throw new ApiProblem('stopping', 'the balancer stops already');
    logOperated(subject, context, operated);
    subject.stop(drainMs);
    return context.json({ stopping: true }, 202);
  }
}
