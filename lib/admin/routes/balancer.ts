import type { Algorithm } from '../../schedulers/index.js';
import type { AdminApp } from '../env.js';
import { invalidBody, jsonBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import type { BalancerSubject } from '../subject.js';

const ALGORITHM_KEYS = ['algorithm', 'choices', 'sample', 'ewmaDecayMs'];
const KEYS = [...ALGORITHM_KEYS, 'maxPerBackend'];

/** The balancer as a whole. */
export function balancerRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer } = subject;
  app.get('/v1/balancer', (context) => context.json(totals()));
  app.patch('/v1/balancer', async (context) => {
    const body = await jsonBody(context);
    refuseUnknownKeys(body, KEYS);
    const { algorithm, maxPerBackend, ...options } = body;
    if (Object.keys(options).length > 0 && algorithm === undefined)
      throw invalidBody(
        '/algorithm',
        `${Object.keys(options).join(', ')} without an algorithm: name it as well`,
      );
    if (maxPerBackend !== undefined && maxPerBackend !== null && !isLimit(maxPerBackend))
      throw invalidBody(
        '/maxPerBackend',
        `maxPerBackend ${JSON.stringify(maxPerBackend)} is out of range: use an integer from 1 up, or null for any number`,
      );
    if (algorithm !== undefined) {
      balancer.setAlgorithm(algorithm as Algorithm, options);
      logOperated(subject, context, { operation: 'algorithm', value: algorithm });
    }
    if (maxPerBackend !== undefined) {
      balancer.setLimit(undefined, maxPerBackend ?? Infinity);
      logOperated(subject, context, { operation: 'maxPerBackend', value: maxPerBackend });
    }
    return context.json(totals());
  });
  app.post('/v1/stop', (context) => {
    if (balancer.snapshot().stopping) throw new ApiProblem('stopping', 'the balancer stops already');
    logOperated(subject, context, { operation: 'stop' });
    subject.stop();
    return context.json({ stopping: true }, 202);
  });

  function totals(): object {
    const { backends, ...rest } = balancer.snapshot();
    return { ...rest, backends: backends.length, active: backends.filter(({ active }) => active).length };
  }
}

function isLimit(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}
