import type { WaitTimeouts } from '../../dispatch/pending-request.js';
import type { Conditions } from '../backends/conditions.js';
import type { Fleet } from '../backends/fleet.js';
import type { JobTable } from '../backends/job-table.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { VirtualTimers } from '../engine/timers.js';
import type { SimulationSettings } from '../plan/settings.js';
import type { RequestFailure } from '../report/request-failure.js';
import type { HeldConnections } from './held-connections.js';

/** The pause before backends are tried again when all were tried without success, in mean service times. */
const RETRY_PAUSE = 1;

/** How patient the balancers are. */
export interface DeliveryOptions {
  readonly connectTimeout: number;
  /** How long a request may wait in all, for a backend to be up and for a place. */
  readonly timeouts: WaitTimeouts;
  /** Pause before the backends are tried again when every active one has failed. */
  readonly retryPause: number;
  /** Whether an error instead of an answer counts against its backend. */
  readonly observesTraffic: boolean;
}

export function deliveryOptions(settings: SimulationSettings): DeliveryOptions {
  const { serviceMean, scenario, queueTimeout, observe } = settings;
  return {
    connectTimeout: scenario?.connectTimeout ?? Infinity,
    timeouts: { backend: scenario?.waitTimeout ?? Infinity, place: queueTimeout },
    retryPause: RETRY_PAUSE * serviceMean,
    observesTraffic: observe === 'traffic',
  };
}

export interface DeliveryParts {
  readonly fleet: Fleet;
  readonly conditions: Conditions;
  readonly jobs: JobTable;
  readonly queue: EventQueue;
  readonly timers: VirtualTimers;
  /** What SESSION_MAP and the schedulers know a job's client by. */
  readonly keyOf: (job: number) => string | undefined;
  /** Connections with several requests, if there are such. */
  readonly held?: HeldConnections | undefined;
}

/** Who is told. */
export interface DeliveryObserver {
  /** The job is about to come to the backend. */
  picked(job: number, backend: number): void;
  /** It is not going to be done. */
  failed(job: number, reason: RequestFailure): void;
}
