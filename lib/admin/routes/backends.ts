import type { Context } from 'hono';
import { backendList } from '../../control/backend-list.js';
import type { BackendSnapshot } from '../../control/snapshot.js';
import { didYouMean } from '../../did-you-mean.js';
import { LbsimError } from '../../errors.js';
import { nameList } from '../../names.js';
import type { AdminState, BackendSpec } from '../../routing/backend.js';
import { time } from '../../schema/time.js';
import type { AdminApp, AdminEnv } from '../env.js';
import { backendView, type BackendView } from '../backend-view.js';
import { invalidBody, jsonBody, refuseUnknownKeys } from '../json-body.js';
import { logOperated } from '../operated.js';
import { ApiProblem } from '../problem.js';
import type { BalancerSubject } from '../subject.js';

const SPEC_KEYS = ['name', 'host', 'port', 'weight', 'backup'];
const CHANGE_KEYS = ['weight', 'admin', 'maxConnections'];
/** How often a request that waits looks. */
const LOOK_MS = 20;
const PATH = '/v1/backends/:name';

/** Backends one by one: they come, change and go. */
export function backendRoutes(app: AdminApp, subject: BalancerSubject): void {
  const { balancer } = subject;
  app.get('/v1/backends', (context) =>
    context.json({ items: balancer.snapshot().backends.map(backendView) }),
  );
  app.post('/v1/backends', async (context) => {
    const body = await jsonBody(context);
    refuseUnknownKeys(body, SPEC_KEYS);
    backendList.check('backends', [body as unknown as BackendSpec]);
    const before = new Set(balancer.snapshot().backends.map(({ name }) => name));
    balancer.addBackend(body as unknown as BackendSpec);
    const added = balancer.snapshot().backends.find(({ name }) => !before.has(name));
    if (added === undefined) throw new Error('a backend that was added is not there');
    logOperated(subject, context, { operation: 'add', target: added.name });
    const location = `/v1/backends/${encodeURIComponent(added.name)}`;
    return context.json(backendView(added), 201, { Location: location });
  });
  app.get(PATH, (context) => context.json(backendView(found(context))));
  app.patch(PATH, async (context) => {
    const { name } = found(context);
    const wait = waitOf(context, 'wait');
    const body = await jsonBody(context);
    refuseUnknownKeys(body, CHANGE_KEYS);
    change(context, name, body);
    if (wait !== undefined) await until(name, wait, settled, context);
    return context.json(backendView(found(context)));
  });
  app.delete(PATH, async (context) => {
    const { name, openConnections } = found(context);
    const drain = waitOf(context, 'drain');
    if (openConnections > 0) {
      if (drain === undefined)
        throw new ApiProblem(
          'in-use',
          `${name} has ${openConnections} open connections: drain it first, as by ?drain=30s`,
          {
            members: { open: openConnections },
          },
        );
      balancer.setAdmin(name, 'drain');
      logOperated(subject, context, { operation: 'drain', target: name });
      await until(name, drain, ({ load }) => load.open === 0, context);
    }
    balancer.removeBackend(name);
    logOperated(subject, context, { operation: 'remove', target: name });
    return context.body(null, 204);
  });

  function found(context: Context<AdminEnv>): BackendSnapshot {
    const name = context.req.param('name') ?? '';
    const { backends } = balancer.snapshot();
    const backend = backends.find((each) => each.name === name);
    if (backend !== undefined) return backend;
    const names = backends.map((each) => each.name);
    const hint = names.length === 0 ? 'there is none' : `use one of ${nameList(names)}`;
    throw new ApiProblem('unknown-backend', `unknown backend '${name}': ${hint}${didYouMean(name, names)}`, {
      code: 'ERR_BACKEND_UNKNOWN',
    });
  }

  /** All of it or nothing. */
  function change(context: Context<AdminEnv>, name: string, body: Readonly<Record<string, unknown>>): void {
    const { weight, admin, maxConnections } = checked(body);
    if (weight !== undefined) {
      attempt('/weight', () => balancer.setWeight(name, weight));
      logOperated(subject, context, { operation: 'weight', target: name, value: weight });
    }
    if (maxConnections !== undefined) {
      attempt('/maxConnections', () => balancer.setLimit(name, maxConnections ?? Infinity));
      logOperated(subject, context, { operation: 'limit', target: name, value: maxConnections });
    }
    if (admin !== undefined) {
      attempt('/admin', () => balancer.setAdmin(name, admin));
      logOperated(subject, context, { operation: admin, target: name });
    }
  }

  /** Answers when the backend has come to where it was sent. */
  async function until(
    name: string,
    wait: number,
    isThere: (view: BackendView) => boolean,
    { req }: Context<AdminEnv>,
  ): Promise<void> {
    const deadline = performance.now() + wait;
    for (;;) {
      const backend = balancer.snapshot().backends.find((each) => each.name === name);
      if (backend === undefined)
        throw new ApiProblem('unknown-backend', `backend ${name} was removed meanwhile`);
      const view = backendView(backend);
      if (isThere(view)) return;
      if (performance.now() >= deadline || req.raw.signal.aborted)
        throw new ApiProblem(
          'not-yet',
          `${name} is still ${view.effective.state}, with ${view.load.open} open connections: wait longer`,
          {
            members: { backend: view },
          },
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

/** Whether a backend is what the operator wants it to be. */
function settled({ operator, effective, load }: BackendView): boolean {
  return operator.admin === 'ready' ? effective.state === 'up' : load.open === 0;
}

interface Change {
  readonly weight?: number;
  readonly admin?: AdminState;
  /** Null for any number. */
  readonly maxConnections?: number | null;
}

const ADMIN = ['ready', 'drain', 'maint'];

/** @throws ApiProblem `invalid` with every error */
function checked(body: Readonly<Record<string, unknown>>): Change {
  const { weight, admin, maxConnections } = body;
  const errors: { pointer: string; detail: string }[] = [];
  const refuse = (key: string, wanted: string): void => {
    errors.push({
      pointer: `/${key}`,
      detail: `${key} ${JSON.stringify(body[key])} is out of range: use ${wanted}`,
    });
  };
  if (weight !== undefined && !isInteger(weight, 256)) refuse('weight', 'an integer from 1 to 256');
  if (admin !== undefined && !ADMIN.includes(admin as string)) refuse('admin', `one of ${ADMIN.join(', ')}`);
  if (maxConnections !== undefined && maxConnections !== null && !isInteger(maxConnections, Infinity))
    refuse('maxConnections', 'an integer from 1 up, or null for any number');
  if (errors.length > 0)
    throw new ApiProblem('invalid', errors.map(({ detail }) => detail).join('; '), {
      code: 'ERR_OPTION_INVALID',
      members: { errors },
    });
  return body;
}

function isInteger(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}

function attempt(pointer: string, operation: () => void): void {
  try {
    operation();
  } catch (error) {
    if (error instanceof LbsimError && error.code === 'ERR_OPTION_INVALID')
      throw invalidBody(pointer, error.message, error.code);
    throw error;
  }
}

function waitOf({ req }: Context<AdminEnv>, name: string): number | undefined {
  const text = req.query(name);
  if (text === undefined) return undefined;
  try {
    return time.parse(text);
  } catch (error) {
    throw new ApiProblem('bad-parameter', `${name} ${(error as Error).message}`);
  }
}
