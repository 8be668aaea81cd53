import type { Context } from 'hono';
import type { AdminApp, AdminEnv } from '../env.js';
import { setTag } from '../etag.js';
import { refuseBody } from '../json-body.js';
import { logOperated, signatureOf } from '../operated.js';
import type { BalancerSubject } from '../subject.js';

/** Newcomers are held back, and let go one by one or all at once. */
export function holdRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer, views } = subject;
  app.post('/v1/hold', async (context) => {
    await refuseBody(context);
    const { held } = balancer.snapshot();
    balancer.hold(signatureOf(context));
    if (held === null) logOperated(subject, context, { operation: 'hold' });
    return answer(context, {});
  });
  app.post('/v1/step', async (context) => {
    await refuseBody(context);
    const step = balancer.step();
    if (step === undefined)
      return answer(context, { client: null, outcome: 'nobody', pick: null, waitsFor: null });
    const { client, pick, outcome } = step;
    logOperated(subject, context, {
      operation: 'step',
      ...(client !== null && { target: client }),
      value: pick?.backend ?? outcome,
    });
    return answer(context, step);
  });
  app.post('/v1/release', async (context) => {
    await refuseBody(context);
    const { held } = balancer.snapshot();
    const released = balancer.release();
    if (held !== null) logOperated(subject, context, { operation: 'release', value: released });
    return answer(context, { released });
  });

  /** With how it stands after that, which those that only look see as well. */
  function answer(context: Context<AdminEnv>, done: object): Response {
    const { held, generation } = views.now();
    setTag(context, generation);
    return context.json({ ...done, held });
  }
}
