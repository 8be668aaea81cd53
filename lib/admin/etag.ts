import type { Context } from 'hono';
import type { AdminEnv } from './env.js';
import { ApiProblem } from './problem.js';

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
