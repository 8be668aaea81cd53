import type { LiveConnection } from '../../control/live-connection.js';
import type { AdminApp } from '../env.js';
import { findBackend } from '../find-backend.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import { limitOf, pageOf, timeOf, wordOf } from '../query.js';
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
    const after = cursorOf(context.req.query('after'));
    const all = (await balancer.connections()).filter(isWanted);
    if (backend !== undefined && all.length === 0) findBackend(balancer.snapshot(), backend);
    const rest = all.toSorted(inOrder).filter((one) => after === undefined || inOrder(one, after) > 0);
    const items = rest.slice(0, limit);
    const last = items.length < rest.length ? items.at(-1) : undefined;
    const next = last && `${last.since}_${last.id}`;
    return context.json({
      ...pageOf(items, next, balancer.snapshot().generation),
      total: all.length,
    });
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
    const how = wordOf(context, 'how', ['fin', 'reset']);
    const isBackend = balancer.snapshot().backends.some(({ name }) => name === backend);
    // One that was removed may have connections that are kept.
    const isKept = isBackend || (await balancer.connections()).some((each) => each.backend === backend);
    if (!isKept) findBackend(balancer.snapshot(), backend);
    const closed = await balancer.closeConnections({ backend }, how);
    logOperated(subject, context, { operation: 'kill', target: backend, value: closed });
    return context.json({ closed });
  });
}

/** A place in the order of connections: the oldest first. */
type Place = Pick<LiveConnection, 'since' | 'id'>;

function inOrder(one: Place, other: Place): number {
  return compare(one.since, other.since) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** @throws ApiProblem `bad-parameter` */
function cursorOf(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  const { since, id } = /^(?<since>[\d:.TZ-]+)_(?<id>.+)$/.exec(text)?.groups ?? {};
  if (since !== undefined && id !== undefined) return { since, id };
  throw new ApiProblem('bad-parameter', `after '${text}' is not a cursor: use next of the answer before`);
}

function unknownConnection(id: string): ApiProblem {
  return new ApiProblem(
    'unknown-connection',
    `unknown connection '${id}': see /v1/connections for those that are open`,
  );
}
