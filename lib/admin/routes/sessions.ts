import { canonicalKey } from '../../control/client-key.js';
import type { SessionEntry } from '../../control/session-operations.js';
import type { AdminApp } from '../env.js';
import { findBackend } from '../find-backend.js';
import { invalidBody, jsonBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated, signatureOf } from '../operated.js';
import { ApiProblem } from '../problem.js';
import { countOf, limitOf, pageOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const PAGE = 200;
const PATH = '/v1/sessions/:key';

/** SESSION_MAP: which client sticks to which backend. */
export function sessionRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer } = subject;
  app.get('/v1/sessions', (context) => {
    const { prefix, backend } = context.req.query();
    const limit = limitOf(context, PAGE);
    if (backend !== undefined) findBackend(balancer.snapshot(), backend);
    const offset = countOf(context, 'after', 0);
    const query = {
      ...{ offset, limit: limit + 1 },
      ...(prefix !== undefined && { prefix }),
      ...(backend !== undefined && { backend }),
    };
    const found = balancer.sessions(query);
    const next = found.length > limit ? String(offset + limit) : undefined;
    return context.json(pageOf(found.slice(0, limit), next, balancer.snapshot().generation));
  });
  app.get(PATH, (context) => context.json(found(context.req.param('key'))));
  app.put(PATH, async (context) => {
    const key = context.req.param('key');
    const body = await jsonBody(context);
    refuseUnknownKeys(body, ['backend']);
    const { backend } = body;
    if (typeof backend !== 'string')
      throw invalidBody(
        '/backend',
        `${backend === undefined ? 'no backend is given' : `backend ${JSON.stringify(backend)} is not a name`}: send {"backend":"B1"}`,
      );
    findBackend(balancer.snapshot(), backend);
    balancer.pinSession(key, backend, signatureOf(context));
    logOperated(subject, context, { operation: 'pin', target: key, value: backend });
    return context.json(found(key));
  });
  app.delete(PATH, (context) => {
    const key = context.req.param('key');
    if (!balancer.forgetSession(key, signatureOf(context))) throw unknownSession(key);
    logOperated(subject, context, { operation: 'forget', target: key });
    return context.body(null, 204);
  });
  app.delete('/v1/sessions', (context) => {
    const { backend, all } = context.req.query();
    if ((backend === undefined) === (all !== 'true'))
      throw new ApiProblem(
        'bad-parameter',
        'no sessions are named, or twice: use ?backend=NAME or ?all=true',
      );
    const selection = backend === undefined ? 'all' : { backend };
    if (backend !== undefined) findBackend(balancer.snapshot(), backend);
    const forgotten = balancer.forgetSessions(selection, signatureOf(context));
    logOperated(subject, context, { operation: 'forget', target: backend ?? 'all', value: forgotten });
    return context.json({ forgotten });
  });

  function found(key: string): SessionEntry {
    const canonical = canonicalKey(key, balancer.settings().stickyKey);
    const entries = balancer.sessions({ prefix: canonical, limit: Number.MAX_SAFE_INTEGER });
    const entry = entries.find((each) => each.key === canonical);
    if (entry === undefined) throw unknownSession(key);
    return entry;
  }
}

function unknownSession(key: string): ApiProblem {
  return new ApiProblem(
    'unknown-session',
    `client '${key}' sticks to no backend: see /v1/sessions for those that do`,
  );
}
