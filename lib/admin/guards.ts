import type { HttpBindings } from '@hono/node-server';
import type { Context, HonoRequest, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { plainIp } from '../net/address.js';
import type { AdminEnv } from './env.js';
import { ANSWER_HEADERS } from './answer-headers.js';
import { ApiProblem } from './problem.js';
import { FailureBudget, type Tokens } from './tokens.js';

export type Guard = MiddlewareHandler<AdminEnv>;

/** Paths that say nothing of anybody, and are asked for by programs without a token. */
export const OPEN_PATHS: readonly string[] = ['/healthz', '/readyz', '/openapi.json'];
const READING = ['GET', 'HEAD'];

/** Every answer has the headers of all; only files of the dashboard may be kept. */
export const answerHeaders: Guard = async (context, next) => {
  await next();
  const { headers } = context.res;
  for (const [name, value] of Object.entries(ANSWER_HEADERS))
    if (name !== 'Cache-Control' || !headers.has(name)) headers.set(name, value);
};

/** Paths that take a config file as it is. */
export const CONFIG_PATHS: readonly string[] = ['/v1/config', '/v1/config/check'];
const JSON_TYPE = /^application\/json *(;|$)/i;
const YAML_TYPE = /^(?:application|text)\/(?:x-)?yaml *(;|$)/i;

/**
 * A change comes as JSON, or a config file as YAML, which no form and no page of another site can send unasked. Nor can they a
 * DELETE, which may come without a body and its type.
 */
export const onlyJson: Guard = async (context, next) => {
  const { req } = context;
  if (!READING.includes(req.method) && !isBareDelete(req) && isPossible(context)) {
    const type = req.header('content-type');
    const isYaml = CONFIG_PATHS.includes(req.path) && YAML_TYPE.test(type ?? '');
    if (!isYaml && !JSON_TYPE.test(type ?? ''))
      throw new ApiProblem(
        'not-json',
        `content type '${type ?? ''}' is not JSON: send Content-Type: application/json`,
      );
  }
  await next();
};

/** Whether there is that path with that method. If not, it is refused for this, later, whatever its type. */
function isPossible(context: Context<AdminEnv>): boolean {
  return matchedRoutes(context).some(({ path, method }) => method !== 'ALL' && !path.endsWith('*'));
}

function isBareDelete(req: HonoRequest): boolean {
  const hasBody =
    req.header('transfer-encoding') !== undefined || Number(req.header('content-length') ?? 0) > 0;
  return req.method === 'DELETE' && req.header('content-type') === undefined && !hasBody;
}

/** The port of a request has to be asked for by a name that is its own: what DNS rebinding cannot have. */
export const ownHost: Guard = async ({ req, env }, next) => {
  const given = [req.header('host') ?? '', ...hostOfTarget(env)].find(
    (host) => !ownHosts(env).includes(host),
  );
  if (given !== undefined)
    throw new ApiProblem(
      'misdirected',
      `host '${given}' is not one of this server: use ${ownHosts(env).join(', ')}`,
    );
  await next();
};

/** The host of a target in absolute form, which counts before the header (RFC 9112 3.2.2). */
function hostOfTarget({ incoming }: HttpBindings): string[] {
  const host = /^https?:\/\/([^/?#]*)/i.exec(incoming.url ?? '')?.[1];
  return host === undefined ? [] : [host];
}

/** No page of another site asks: browsers say who does. */
export const ownOrigin: Guard = async ({ req, env }, next) => {
  const origin = req.header('origin');
  const site = req.header('sec-fetch-site');
  const isOwn = origin === undefined || ownHosts(env).some((host) => origin === `http://${host}`);
  if (!isOwn)
    throw new ApiProblem('cross-site', `origin '${origin}' is another site: use a page of this server`);
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new ApiProblem(
      'cross-site',
      `the request comes from another site (${site}): use a page of this server`,
    );
  await next();
};

/** Each request shows a token, of a role that may do it. @param open - paths beside the usual ones that need none */
export function bearer(tokens: Tokens, open: readonly string[] = []): Guard {
  const budget = new FailureBudget();
  return async (context, next) => {
    const { req } = context;
    if (!isOpen(req.path, open)) {
      const given = req.header('authorization');
      const role = tokens.roleOf(given);
      if (role === undefined) {
        if (given !== undefined && !budget.spend())
          throw new ApiProblem('too-many', 'too many wrong tokens: wait a second', {
            headers: { 'Retry-After': '1' },
          });
        throw new ApiProblem('no-token', 'a token is missing or wrong: send Authorization: Bearer TOKEN', {
          headers: { 'WWW-Authenticate': 'Bearer' },
        });
      }
      if (role === 'view' && !READING.includes(req.method))
        throw new ApiProblem('view-only', 'the token may only look: use the one that may change');
      context.set('role', role);
    }
    await next();
  };
}

function isOpen(path: string, more: readonly string[]): boolean {
  return [...OPEN_PATHS, ...more].some((open) =>
    open.length > 1 && open.endsWith('/') ? path.startsWith(open) : path === open,
  );
}

/** Every name that the port answers to: those of loopback, and the address that the request came to. */
function ownHosts({ incoming }: HttpBindings): string[] {
  const { localAddress = '127.0.0.1', localPort = 0 } = incoming.socket;
  const own = plainIp(localAddress);
  const names = [...new Set(['localhost', '127.0.0.1', '[::1]', own.includes(':') ? `[${own}]` : own])];
  const withPort = names.map((name) => `${name}:${localPort}`);
  return localPort === 80 ? [...names, ...withPort] : withPort;
}
