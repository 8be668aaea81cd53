import { didYouMean } from '../did-you-mean.js';
import { OPEN_PATHS, type Guard } from './guards.js';
import { ApiProblem } from './problem.js';

/** What may follow the `?` of each request that takes something there, by its method and path. */
export const QUERY_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/events': ['after', 'only', 'connections', 'limit'],
  'GET /v1/live': ['every', 'events', 'picks', 'connections', 'after'],
  'POST /v1/config/check': ['as'],
  'POST /v1/config/reload': ['dryRun', 'dry-run', 'strict'],
  'POST /v1/backends': ['wait'],
  'PATCH /v1/backends/{name}': ['wait', 'everywhere'],
  'DELETE /v1/backends/{name}': ['drain', 'close', 'wait'],
  'GET /v1/connections': ['backend', 'client', 'older', 'limit', 'after'],
  'DELETE /v1/connections': ['backend', 'how'],
  'DELETE /v1/connections/{id}': ['how'],
  'GET /v1/sessions': ['prefix', 'backend', 'limit', 'after'],
  'DELETE /v1/sessions': ['backend', 'all'],
  'GET /v1/explain': ['key'],
  'GET /v1/picks': ['limit'],
  'GET /v1/history': ['window', 'step'],
};

const DOCUMENTED = ['/v1', '/metrics', ...OPEN_PATHS];

const PATTERNS = Object.entries(QUERY_PARAMETERS).map(
  ([request, names]) => [new RegExp(`^${request.replace(/\{\w+\}/g, '[^/]+')}$`), names] as const,
);

/** A misspelt parameter is refused, rather than something else done than was asked for. */
export const onlyKnownParameters: Guard = async ({ req }, next) => {
  if (isDocumented(req.path)) {
    const request = `${req.method === 'HEAD' ? 'GET' : req.method} ${req.path}`;
    const [, known = []] = PATTERNS.find(([pattern]) => pattern.test(request)) ?? [];
    const unknown = Object.keys(req.query()).find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new ApiProblem(
        'bad-parameter',
        `unknown parameter '${unknown}'${didYouMean(unknown, known)}: ${known.length === 0 ? 'there are none here' : `use ${known.join(', ')}`}`,
      );
    const twice = Object.entries(req.queries()).find(([, values]) => values.length > 1);
    if (twice !== undefined)
      throw new ApiProblem('bad-parameter', `parameter '${twice[0]}' is given twice: give it once`);
  }
  await next();
};

/** All but the files of the dashboard. */
function isDocumented(path: string): boolean {
  return path.startsWith('/v1/') || DOCUMENTED.includes(path);
}
