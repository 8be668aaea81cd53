import type { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import type { Dispatcher, DispatchRequest } from '../dispatch/dispatcher.js';
import { Moves } from '../dispatch/moves.js';
import { PendingRequest } from '../dispatch/pending-request.js';
import { isOwnFailure, type FailureKind } from '../failure.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import type { Destination } from '../net/destination.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import { LoadMeters } from './load-meters.js';
import { RequestMeter } from './request-meter.js';

/** The dispatcher of the process that has the control plane: gives it a clock. */
export abstract class LocalDispatcher implements Dispatcher {
  abstract readonly pool: BackendPool;
  /** What the connections to each backend are like. */
  readonly loads = new LoadMeters();
  protected readonly requests = new RequestMeter();
  protected abstract readonly central: CentralDispatcher<DispatchRequest>;
  protected abstract readonly health: HealthMonitor;
  protected abstract readonly addresses: BackendAddresses;

  /** Whether few places for clients are left. */
  get crowded(): boolean {
    return this.central.crowded;
  }

  newRequest(attempts: number): PendingRequest {
    return new PendingRequest(attempts);
  }

  newMoves(): Moves {
    return new Moves();
  }

  dispatch(request: DispatchRequest): void {
    this.central.dispatch(request, performance.now());
  }

  readonly confirmWait: Dispatcher['confirmWait'] = (_request, confirmed) => confirmed(0); // it answers at once

  cancel(request: DispatchRequest): void {
    this.requests.cancelled(request);
    this.central.cancel(request, performance.now());
  }

  /** A connection to the backend is being opened, of a client whose place had been known. @returns its number */
  connectionOpened(backend: Backend): number {
    this.requests.pickedUnasked(backend);
    return this.central.connectionOpened(backend, performance.now());
  }

  established({ stickyKey, tried }: Pick<DispatchRequest, 'stickyKey' | 'tried'>, backend: Backend): void {
    this.central.established(stickyKey, backend, tried, performance.now());
  }

  released(stickyKey: string | undefined, backend: Backend): void {
    this.central.released(stickyKey, backend, performance.now());
  }

  connectionClosed(backend: Backend, connection: number, established: boolean): void {
    this.central.connectionClosed(backend, performance.now(), connection, established);
  }

  failed(backend: Backend, reason: FailureKind): void {
    this.requests.failures.add(backend, reason);
    // It is none of the backend's.
    if (isOwnFailure(reason)) return;
    if (reason !== 'closed_unanswered') this.loads.failed(backend);
    this.health.reportFailure(backend, reason);
  }

  get learns(): boolean {
    return this.central.learns;
  }

  answered(backend: Backend, latencyMs: number): void {
    this.central.answered(backend, latencyMs, performance.now());
  }

  unanswered(backend: Backend, lastedMs: number): void {
    this.central.unanswered(backend, lastedMs, performance.now());
  }

  readonly succeeded = (backend: Backend): void => this.health.reportAnswer(backend);

  get backendCount(): number {
    return this.pool.backends.length;
  }

  hasOther(tried: ReadonlySet<Backend>): boolean {
    return this.central.hasOther(tried);
  }

  addressOf(backend: Backend): Destination {
    return this.addresses.of(backend);
  }
}
