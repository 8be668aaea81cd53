import { matchedRoutes } from 'hono/route';
import type { RequestCounts } from '../metrics/request-counts.js';
import type { Guard } from './guards.js';

/** Paths of what comes before the routes. */
const ANY = ['*', '/*'];
const UNKNOWN = 'other';

/** Counts each request by its route, as the OpenAPI document writes it, and its status. */
export function countRequests(requests: RequestCounts): Guard {
  return async (context, next) => {
    await next();
    const route = matchedRoutes(context).findLast(({ path }) => !ANY.includes(path));
    requests.answered(route?.path.replace(/:(\w+)/g, '{$1}') ?? UNKNOWN, context.res.status);
  };
}
