import type { Context } from 'hono';
import type { AdminEnv } from './env.js';
import type { Guard } from './guards.js';
import { ApiProblem } from './problem.js';
import type { BalancerSubject } from './subject.js';

/** The tag of a generation: it stands still while nothing but what is observed changes. */
export function setTag(context: Context<AdminEnv>, generation: number): void {
  context.header('ETag', tagOf(generation));
}

/** @throws ApiProblem `if-match-needed`: the request does not say which generation it is about */
export function refuseWithoutTag({ req }: Context<AdminEnv>, generation: number): void {
  if (req.header('if-match') !== undefined) return;
  throw new ApiProblem(
    'if-match-needed',
    `If-Match is missing: send that of GET ${req.path}, which is ${tagOf(generation)} now`,
    { headers: { ETag: tagOf(generation) } },
  );
}

/** Every change may be bound to a generation, also one of what has none itself, such as SESSION_MAP. */
export function onlyPresent({ balancer }: Pick<BalancerSubject, 'balancer'>): Guard {
  return async (context, next) => {
    if (isChange(context) && context.req.header('if-match') !== undefined)
      refuseStale(context, balancer.snapshot().generation);
    await next();
  };
}

/** A change is answered once it holds for every client to come. */
export function onceItHolds({ balancer }: Pick<BalancerSubject, 'balancer'>): Guard {
  return async (context, next) => {
    await next();
    if (isChange(context) && context.res.ok) await balancer.settled();
  };
}

function isChange({ req }: Context<AdminEnv>): boolean {
  return req.path.startsWith('/v1/') && req.method !== 'GET' && req.method !== 'HEAD';
}

/** @throws ApiProblem `stale`: the request is about another generation */
export function refuseStale({ req }: Context<AdminEnv>, generation: number): void {
  const wanted = req.header('if-match');
  if (wanted === undefined || wanted === '*') return;
  const tags = wanted.split(',').map((tag) => tag.trim());
  if (tags.includes(tagOf(generation))) return;
  throw new ApiProblem(
    'stale',
    `generation ${wanted} is not the present one: ask again, then use ${tagOf(generation)}`,
    {
      headers: { ETag: tagOf(generation) },
    },
  );
}

function tagOf(generation: number): string {
  return `"${generation}"`;
}
