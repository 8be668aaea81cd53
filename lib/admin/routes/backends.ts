import type { OperatorWord } from '../../cluster/shared-store.js';
import type { Context } from 'hono';
import { refuseBadBackend } from '../../control/backend-list.js';
import { nameOfSpec } from '../../control/name-of-spec.js';
import type { BackendSnapshot } from '../../control/snapshot.js';
import { counted } from '../../logging/format.js';
import type { BackendSpec } from '../../routing/backend.js';
import { backendChangeOf, type BackendChange } from '../backend-change.js';
import type { BackendView } from '../backend-view.js';
import type { AdminApp, AdminEnv } from '../env.js';
import { refuseStale, setTag } from '../etag.js';
import { findBackend } from '../find-backend.js';
import { jsonBody, refuseBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated, signatureOf } from '../operated.js';
import { ApiProblem } from '../problem.js';
import { timeOf, wordOf } from '../query.js';
import type { BalancerSubject } from '../subject.js';

const SPEC_KEYS = ['name', 'host', 'port', 'weight', 'backup'];
/** How often a request that waits looks. */
const LOOK_MS = 20;
const PATH = '/v1/backends/:name';
const OTHER_WORD = 'somebody has said something else of it meanwhile; ask again';

/** Backends one by one: they come, change and go. */
export function backendRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer, views } = subject;
  app.get('/v1/backends', (context) => {
    const { backends, generation } = views.latest();
    setTag(context, generation);
    return context.json({ items: backends, generation });
  });
  app.post('/v1/backends', async (context) => {
    const wait = timeOf(context, 'wait');
    const body = await jsonBody(context);
    refuseUnknownKeys(body, SPEC_KEYS);
    refuseStale(context, balancer.snapshot().generation);
    const spec = body as unknown as BackendSpec;
    refuseBadBackend(spec);
    balancer.addBackend(spec, signatureOf(context));
    const name = nameOfSpec(spec);
    logOperated(subject, context, { operation: 'add', target: name });
    if (wait !== undefined) await comeToRest(context, name, wait, undefined);
    context.header('Location', `/v1/backends/${encodeURIComponent(name)}`);
    return answer(context, name, views.now(), 201);
  });
  app.get(PATH, (context) => answer(context, nameIn(context), views.latest()));
  app.patch(PATH, async (context) => {
    const { name } = present(context);
    const wait = timeOf(context, 'wait');
    const isForAll = context.req.query('everywhere') !== undefined;
    if (isForAll) wordOf(context, 'everywhere', ['true']);
    const change = backendChangeOf(await jsonBody(context));
    present(context); // it may have gone while the body came
    if (isForAll) refuseForLab(change);
    apply(context, name, change);
    if (isForAll) await balancer.tellLab(name, { ...wordOfChange(change), by: signatureOf(context) });
    if (wait !== undefined) await comeToRest(context, name, wait, change.admin);
    return answer(context, name);
  });
  app.delete(PATH, async (context) => {
    const { name, openConnections, admin } = present(context);
    const drain = timeOf(context, 'drain');
    const wait = timeOf(context, 'wait');
    const close =
      context.req.query('close') === undefined ? undefined : wordOf(context, 'close', ['fin', 'reset']);
    if (openConnections > 0 && close !== undefined) {
      if (admin === 'ready') balancer.setAdmin(name, 'drain', signatureOf(context));
      await balancer.closeConnections({ backend: name }, close);
    } else if (openConnections > 0 && !(wait !== undefined && (await comesTo(name, wait, isIdle, context)))) {
      if (drain === undefined)
        throw new ApiProblem(
          'in-use',
          `${name} has ${counted(openConnections, 'open connection')}: drain it by ?drain=30s, or close them by ?close=fin`,
          { members: { open: openConnections } },
        );
      if (admin === 'ready') apply(context, name, { admin: 'drain' });
      const isReady = (): boolean => findBackend(balancer.snapshot(), name).admin === 'ready';
      const isGone = await comesTo(name, drain, (view) => isReady() || isIdle(view), context);
      if (isReady()) throw new ApiProblem('not-now', `${name} is not removed: ${OTHER_WORD}`);
      if (!isGone) {
        // Unless somebody has said something else of it meanwhile.
        const isOwnDrain = admin === 'ready' && findBackend(balancer.snapshot(), name).admin === 'drain';
        if (isOwnDrain) apply(context, name, { admin: null });
        const view = findBackend(views.now(), name);
        const open = counted(view.load.open, 'open connection');
        throw notYet(
          view,
          `${name} is not removed: it still has ${open}, and is ${view.effective.state}: drain it for longer`,
        );
      }
    }
    balancer.removeBackend(name, signatureOf(context));
    views.now(); // no one that only looks sees it any more
    logOperated(subject, context, { operation: 'remove', target: name });
    return context.body(null, 204);
  });
  app.post(`${PATH}/probe`, async (context) => {
    await refuseBody(context);
    const { name } = present(context);
    return context.json(await balancer.probe(name));
  });

  /** Before anything is changed. */
  function refuseForLab({ maxConnections }: BackendChange): void {
    balancer.cluster();
    if (maxConnections !== undefined)
      throw new ApiProblem(
        'bad-parameter',
        'maxConnections cannot be changed everywhere: use admin or weight',
      );
  }

  function nameIn(context: Context<AdminEnv>): string {
    return context.req.param('name') ?? '';
  }

  /** The backend that a change is about. */
  function present(context: Context<AdminEnv>): BackendSnapshot {
    const snapshot = balancer.snapshot();
    refuseStale(context, snapshot.generation);
    return findBackend(snapshot, nameIn(context));
  }

  function answer(context: Context<AdminEnv>, name: string, view = views.now(), status?: 201): Response {
    setTag(context, view.generation);
    return context.json(findBackend(view, name), status);
  }

  function apply(context: Context<AdminEnv>, name: string, change: BackendChange): void {
    const by = signatureOf(context);
    const { weight, admin, maxConnections } = change;
    const told = (operation: string, value?: unknown): void =>
      logOperated(subject, context, { operation, target: name, ...(value !== undefined && { value }) });
    if (weight !== undefined) {
      balancer.setWeight(name, weight, by);
      told('weight', weight ?? 'default');
    }
    if (maxConnections !== undefined) {
      balancer.setLimit(name, maxConnections, by);
      told('limit', maxConnections === Infinity ? 'unlimited' : (maxConnections ?? 'default'));
    }
    if (admin !== undefined) {
      balancer.setAdmin(name, admin, by);
      told(admin ?? 'ready');
    }
  }

  /** @throws ApiProblem `not-yet` when the backend is not where it was sent in time */
  async function comeToRest(
    context: Context<AdminEnv>,
    name: string,
    wait: number,
    wanted: BackendChange['admin'],
  ): Promise<void> {
    const isOverruled = (): boolean =>
      wanted !== undefined && findBackend(balancer.snapshot(), name).admin !== (wanted ?? 'ready');
    const isThere = await comesTo(name, wait, (each) => isOverruled() || settled(each), context);
    if (isOverruled()) throw new ApiProblem('not-now', `${name} is not ${wanted ?? 'ready'}: ${OTHER_WORD}`);
    if (isThere) return;
    const view = findBackend(views.now(), name);
    const { operator, observed, effective, load } = view;
    const why = observed.reason === null ? '' : ` (${observed.reason})`;
    const standing = operator.admin === null ? why : `, with ${counted(load.open, 'open connection')}`;
    throw notYet(view, `${name} is still ${effective.state}${standing}: wait longer`);
  }

  /**
   * Waits until the backend has come to where it was sent.
   *
   * @returns whether it did in time
   * @throws ApiProblem `stopping`: the balancer stops, and so nothing will come of it
   */
  async function comesTo(
    name: string,
    wait: number,
    isThere: (view: BackendView) => boolean,
    { req }: Context<AdminEnv>,
  ): Promise<boolean> {
    const deadline = performance.now() + wait;
    // The first look has to see what has just been changed.
    for (let view = views.now(); !isThere(findBackend(view, name)); view = views.latest()) {
      if (view.stopping) throw new ApiProblem('stopping', `the balancer stops while ${name} is waited for`);
      if (performance.now() >= deadline || req.raw.signal.aborted) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return true;
  }
}

function notYet(backend: BackendView, detail: string): ApiProblem {
  return new ApiProblem('not-yet', detail, { members: { backend } });
}

function isIdle({ load }: BackendView): boolean {
  return load.open === 0;
}

/** Whether a backend is what the operator wants it to be. */
function settled({ operator, effective, load }: BackendView): boolean {
  return operator.admin === null ? effective.state === 'up' : load.open === 0;
}

/** What other balancers are told of a change. */
function wordOfChange({ admin, weight }: BackendChange): OperatorWord {
  return { ...(admin !== undefined && { admin }), ...(weight !== undefined && { weight }) };
}
