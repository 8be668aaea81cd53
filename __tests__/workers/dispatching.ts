import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher, Rejection, DispatchRequest } from '../../lib/dispatch/dispatcher.js';
import { ControlPlane } from '../../lib/control/control-plane.js';
import type { BalancerOptions } from '../../lib/control/options.js';
import { resolveOptions } from '../../lib/control/resolve-options.js';
import type { WaitFor } from '../../lib/dispatch/waiting-room.js';
import type { Probe } from '../../lib/health/probe.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { Route } from '../../lib/routing/router.js';
import { DispatchSession } from '../../lib/workers/dispatch-session.js';
import {
  handleAll,
  knownBackend,
  type DispatchOrders,
  type DispatchReports,
} from '../../lib/workers/messages.js';
import { Outbox, SOON_MS } from '../../lib/workers/outbox.js';
import { RemoteDispatcher } from '../../lib/workers/remote-dispatcher.js';

/** A primary's dispatcher for so many backends, B1, B2, …, all up, whose health the test alone changes. */
export async function primary(
  count: number,
  options: Partial<BalancerOptions> = {},
): Promise<{ dispatcher: ControlPlane; workers: Worker[]; loads: () => number[] }> {
  const workers: Worker[] = [];
  const probe: Probe = (_address, _timeoutMs, done) => {
    done({ ok: true });
    return () => undefined;
  };
  const backends = Array.from({ length: count }, (_, i) => ({
    name: `B${i + 1}`,
    host: '127.0.0.1',
    port: i + 1,
  }));
  const settled = resolveOptions({ backends, algorithm: 'round-robin', probe, ...options });
  const sessions = (): DispatchSession[] => workers.map(({ session }) => session);
  const dispatcher = new ControlPlane(
    settled,
    { emit: () => undefined },
    {
      forgotten: (stickyKey) => sessions().forEach((session) => session.forget(stickyKey)),
      activeChanged: (backend) => sessions().forEach((session) => session.activeChanged(backend)),
      crowdedChanged: (crowded) => sessions().forEach((session) => session.crowdedChanged(crowded)),
    },
  );
  await dispatcher.start();
  const { pool } = dispatcher;
  return { dispatcher, workers, loads: () => pool.backends.map(({ openConnections }) => openConnections) };
}

/** A worker's end and the primary's end of it, joined by JSON as two processes are. */
export class Worker {
  readonly session: DispatchSession;
  readonly dispatcher: Dispatcher;
  /** What went from the worker to the primary, by name. */
  readonly reports: string[] = [];

  constructor(primary: ControlPlane, { stickyMax = 1000, mustAsk = false, namesClients = false } = {}) {
    const orders = new Outbox<DispatchOrders>((batch) => handleAll(overWire(batch), remote.handlers));
    const reports = new Outbox<DispatchReports>((batch) => {
      this.reports.push(...batch.map(([name]) => name));
      handleAll(overWire(batch), this.session.handlers);
    });
    this.session = new DispatchSession(primary, orders.tell);
    const backends = primary.pool.backends.map((backend) => knownBackend(backend, primary));
    const { crowded, learns } = primary;
    const settings = { stickyMax, stickyTtlMs: 1000, backends, mustAsk, learns, namesClients, crowded };
    const remote = new RemoteDispatcher(settings, reports);
    this.dispatcher = remote;
  }
}

/** A client's connection as a dispatcher sees it; keeps what it was told: `B1 round-robin`, `exhausted`, … */
export class TestRequest implements DispatchRequest {
  readonly told: string[] = [];
  readonly stickyKey: string | undefined;
  readonly tried = new Set<Backend>();
  backend: Backend | undefined;
  connection = 0;
  ticket = 0;
  hasTimedOut = false;

  readonly newcomer: string | undefined;

  /** @param newcomer - its address, if its rate is to count */
  constructor(stickyKey?: string, newcomer?: string) {
    this.stickyKey = stickyKey;
    this.newcomer = newcomer;
  }

  assigned({ backend, why }: Route, connection: number): void {
    this.backend = backend;
    this.connection = connection;
    this.told.push(`${backend.name} ${why}`);
  }

  exhausted(): void {
    this.told.push('exhausted');
  }

  queued(waitFor: WaitFor): void {
    this.told.push(`queued for a ${waitFor}`);
  }

  rejected(refusal: Rejection): void {
    this.told.push(refusal);
  }
}

/** Lets messages travel until all have arrived, those that wait for company too. */
export async function delivered(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await endOfTurn();
  await sleep(2 * SOON_MS);
  for (let turn = 0; turn < 8; turn++) await endOfTurn();
}

/** A connection that is made and stands. @returns what it was told */
export async function connected(dispatcher: Dispatcher, stickyKey?: string): Promise<TestRequest> {
  const request = new TestRequest(stickyKey);
  dispatcher.dispatch(request);
  await delivered();
  if (request.backend === undefined) throw new Error(`no backend: ${request.told.join()}`);
  dispatcher.established(request, request.backend);
  await delivered();
  return request;
}

function overWire<T>(batch: T): T {
  return JSON.parse(JSON.stringify(batch)) as T;
}
