import type { LiveConnection } from '../../control/live-connection.js';
import type { AdminApp } from '../env.js';
import { findBackend } from '../find-backend.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import { limitOf, timeOf, wordOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const PAGE = 200;

/** Clients that are connected now. */
export function connectionRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer } = subject;
  app.get('/v1/connections', async (context) => {
    const { backend, client } = context.req.query();
    const older = timeOf(context, 'older') ?? 0;
    const limit = limitOf(context, PAGE);
    const isWanted = (connection: LiveConnection): boolean =>
      (backend === undefined || connection.backend === backend) &&
      (client === undefined || connection.client.startsWith(client)) &&
      Date.now() - Date.parse(connection.since) >= older;
    const found = (await balancer.connections()).filter(isWanted);
    // One that was removed may still have some.
    if (backend !== undefined && found.length === 0) findBackend(balancer.snapshot(), backend);
    return context.json({ items: found.slice(0, limit), total: found.length });
  });
  app.get('/v1/connections/:id', async (context) => {
    const id = context.req.param('id');
    const found = (await balancer.connections()).find((connection) => connection.id === id);
    if (found === undefined) throw unknownConnection(id);
    return context.json(found);
  });
  app.delete('/v1/connections/:id', async (context) => {
    const id = context.req.param('id');
    const how = wordOf(context, 'how', ['fin', 'reset']);
    if ((await balancer.closeConnections({ ids: [id] }, how)) === 0) throw unknownConnection(id);
    logOperated(subject, context, { operation: 'kill', target: id });
    return context.body(null, 204);
  });
  app.delete('/v1/connections', async (context) => {
    const backend = context.req.query('backend');
    if (backend === undefined)
      throw new ApiProblem(
        'bad-parameter',
        'no connections are named: use ?backend=NAME, or /v1/connections/ID',
      );
    const closed = await balancer.closeConnections({ backend }, wordOf(context, 'how', ['fin', 'reset']));
    logOperated(subject, context, { operation: 'kill', target: backend, value: closed });
    return context.json({ closed });
  });
}

function unknownConnection(id: string): ApiProblem {
  return new ApiProblem(
    'unknown-connection',
    `unknown connection '${id}': see /v1/connections for those that are open`,
  );
}
