import type { HysteresisThresholds } from '../../health/hysteresis.js';
import type { RetrySettings } from './clients.js';
import type { SimulationLimits } from './limits.js';

/** A fault of a backend, or its end. */
export type BackendFault =
  /** It works slower by this factor. */
  | { readonly kind: 'slow'; readonly factor: number }
  /** It answers each request at once, with an error; probes find it well. */
  | { readonly kind: 'fail-fast' }
  /** Nothing reaches it, and nothing comes back; what it had begun stands still. */
  | { readonly kind: 'black-hole' }
  /** All that it had is lost, and connections are refused. */
  | { readonly kind: 'crash' }
  /** It is well again, as it was made. */
  | { readonly kind: 'heal' }
  /** It is well again, but begins slower by this factor and takes that time to reach its full speed. */
  | { readonly kind: 'cold-start'; readonly factor: number; readonly warmup: number }
  /** The operator takes it out of service; what it has begun it finishes. */
  | { readonly kind: 'remove' }
  | { readonly kind: 'add' };

export const STORE_CHANGES = ['away', 'back'] as const;

/** What becomes of the store by which balancers share what they know: it is killed, or started again, empty. */
export type StoreChange = (typeof STORE_CHANGES)[number];

/** One thing that happens. */
export type ScenarioEvent =
  | { readonly at: number; readonly backend: string; readonly fault: BackendFault }
  /** Multiplies the rate of arrivals from now on; open loop only. */
  | { readonly at: number; readonly arrivals: number }
  /** The store by which balancers share what they know cannot be reached any more, or is back, as empty as it was new. */
  | { readonly at: number; readonly store: StoreChange };

/** Health checks as in `lbsim balance`, and timeouts of balancer and clients. */
export interface TimeSettings extends HysteresisThresholds {
  /** Between the starts of two probes of one backend. */
  readonly interval: number;
  /** After which a probe has failed. */
  readonly timeout: number;
  /** For one attempt of the balancer to reach a backend. */
  readonly connectTimeout: number;
  /** How long a request waits at the balancer for a backend; 0 for not at all. */
  readonly waitTimeout: number;
  /** After which a client gives up. With Infinity here and above, a run in which all backends stay away has no end. */
  readonly requestTimeout: number;
  /** How long a backend that came back takes until it takes its full share; 0 for no slow start. */
  readonly slowStart: number;
}

/** A story: what goes wrong when, and how well the balancer looks. All times are in the unit of the service mean. */
export interface Scenario extends TimeSettings, SimulationLimits, RetrySettings {
  readonly name: string;
  readonly about: string;
  /** How long requests come. */
  readonly duration: number;
  /** In the order of time. */
  readonly events: readonly ScenarioEvent[];
}
