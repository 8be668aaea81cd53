import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { version } from '../version.js';
import { countRequests } from './count-requests.js';
import type { AdminApp } from './env.js';
import { onceItHolds, onlyPresent } from './etag.js';
import { answerHeaders, bearer, CONFIG_PATHS, onlyJson, ownHost, ownOrigin } from './guards.js';
import { ApiProblem, problemOf } from './problem.js';
import { onlyKnownParameters } from './query-parameters.js';
import { backendFaultRoutes } from './routes/backend-faults.js';
import { backendRoutes } from './routes/backends.js';
import { balancerRoutes } from './routes/balancer.js';
import { clusterRoutes } from './routes/cluster.js';
import { configRoutes } from './routes/config.js';
import { connectionRoutes } from './routes/connections.js';
import { DASHBOARD_PATHS, dashboardRoutes } from './routes/dashboard.js';
import { eventRoutes } from './routes/events.js';
import { explanationRoutes } from './routes/explanations.js';
import { healthRoutes } from './routes/health.js';
import { holdRoutes } from './routes/hold.js';
import { historyRoute } from './routes/history.js';
import { balancerLiveRoute, serverLiveRoute } from './routes/live.js';
import { METRICS_PATH, metricsRoute } from './routes/metrics.js';
import { playgroundRoutes } from './routes/playground.js';
import { reportRoute } from './routes/report.js';
import { serverRoutes } from './routes/server.js';
import { sessionRoutes } from './routes/sessions.js';
import { stopRoutes } from './routes/stop.js';
import type { StreamPlaces } from './stream-places.js';
import type { Subject } from './subject.js';
import type { Tokens } from './tokens.js';

const MAX_BODY = 64 * 2 ** 10;
const MAX_CONFIG = 2 ** 20;

/** What a request on a port has to show. */
export interface PortAccess {
  readonly tokens: Tokens;
  /** Whether `GET /metrics` needs no token. @default false */
  readonly metricsOpen?: boolean | undefined;
}

/**
 * The HTTP API of a process, under `/v1`.
 *
 * @param places - for streams of the process
 * @param access - of a port; on a Unix socket, which only its user can open, there are none, and a request's `Host` is of no
 *   importance
 */
export function createApp(subject: Subject, places: StreamPlaces, access?: PortAccess): AdminApp {
  const app: AdminApp = new Hono();
  app.onError((error, context) => {
    const problem = problemOf(error, () => isStopping(subject));
    if (problem.type === 'internal') {
      const { log } = subject;
      log({ level: 'error', event: 'admin_failed', message: `${context.req.path} failed: ${error.message}` });
    }
    const headers = { ...problem.details.headers, 'Content-Type': 'application/problem+json' };
    const document = problem.document(context.req.path);
    return context.body(JSON.stringify(document), { status: problem.status as 500, headers });
  });
  app.use(countRequests(subject.metrics.requests), answerHeaders);
  if (access !== undefined) {
    const { tokens, metricsOpen = false } = access;
    app.use(ownHost, ownOrigin, bearer(tokens, [...DASHBOARD_PATHS, ...(metricsOpen ? [METRICS_PATH] : [])]));
  }
  app.use(onlyJson);
  app.use(async (context, next) =>
    limitBody(CONFIG_PATHS.includes(context.req.path) ? MAX_CONFIG : MAX_BODY)(context, next),
  );
  app.use(onlyKnownParameters);
  if (subject.kind === 'balance') app.use(onlyPresent(subject), onceItHolds(subject));
  healthRoutes(app, subject);
  metricsRoute(app, subject);
  eventRoutes(app, subject, places);
  stopRoutes(app, subject);
  app.get('/v1', (context) =>
    context.json({ ...identityOf(subject), role: context.get('role') ?? 'operate' }),
  );
  if (subject.kind === 'balance') {
    balancerRoutes(app, subject);
    configRoutes(app, subject);
    clusterRoutes(app, subject);
    backendRoutes(app, subject);
    backendFaultRoutes(app, subject);
    connectionRoutes(app, subject);
    sessionRoutes(app, subject);
    explanationRoutes(app, subject);
    balancerLiveRoute(app, subject, places);
    holdRoutes(app, subject);
    historyRoute(app, subject);
    reportRoute(app, subject);
    dashboardRoutes(app);
    if (subject.playground !== undefined) playgroundRoutes(app, subject, subject.playground);
  } else {
    serverRoutes(app, subject);
    serverLiveRoute(app, subject, places);
  }
  refuseOthers(app);
  return app;
}

function isStopping(subject: Subject): boolean {
  return subject.kind === 'balance' && subject.balancer.snapshot().stopping;
}

function identityOf(subject: Subject): object {
  const { kind, name, address, startedAt } = subject;
  const more =
    kind === 'balance'
      ? {
          workers: subject.workers,
          stickyKey: subject.balancer.settings().stickyKey,
          ...(subject.playground !== undefined && { playground: true }),
          ...(subject.isInCluster === true && { cluster: true }),
        }
      : { mode: subject.mode };
  return { kind, name, version: version(), pid: process.pid, startedAt, address, ...more };
}

function limitBody(maxSize: number): ReturnType<typeof bodyLimit> {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem('too-large', `the body has more than ${maxSize} bytes: send less`);
    },
  });
}

/** A path that there is, with a method that it does not have; or none. */
function refuseOthers(app: AdminApp): void {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes)
    if (method !== 'ALL') methods.set(path, [...(methods.get(path) ?? []), method]);
  for (const [path, known] of methods) {
    const allowed = [...new Set(known)].join(', ');
    app.all(path, ({ req }) => {
      throw new ApiProblem('method', `${req.method} ${req.path} is not possible: use ${allowed}`, {
        headers: { Allow: allowed },
      });
    });
  }
  app.notFound(({ req }) => {
    throw new ApiProblem(
      'unknown-path',
      `there is no path ${req.path}: see /openapi.json for those that there are`,
    );
  });
}
