import type { Observed } from '../../health/observed.js';

/** What a balancer lets clients and backends have, as the options of that name of `lbsim balance` do, and how many balancers there are. */
export interface SimulationLimits {
  /** Requests that each backend has from a balancer at once; more wait at the balancer. @default unlimited */
  readonly maxPerBackend?: number;
  /** Requests that a balancer serves at once; more wait in its queue. @default unlimited */
  readonly maxConnections?: number;
  /** Requests that may wait in a balancer's queue; past it they fail. @default unlimited */
  readonly queueMax?: number;
  /** How long a request may wait there; 0 for not at all. @default for ever; with a scenario its waitTimeout */
  readonly queueTimeout?: number;
  /** How many backends, the last ones, are used only while no other is active. @default 0 */
  readonly backup?: number;
  /** Requests that a client may send in a unit of time, in bursts of up to twice that; 0 for no limit. @default 0 */
  readonly rateLimit?: number;
  /** What counts against a backend beside its probes. @default 'connect' */
  readonly observe?: Observed;
  /** How many balancers there are. @default 1 */
  readonly balancers?: number;
  /** Longest time until one knows of the connections of the others; 0 for none. @default never */
  readonly shareLag?: number;
}

/** Of {@link SimulationLimits}, so that they can be told from other keys. */
export const SCENARIO_LIMITS = [
  'maxPerBackend',
  'maxConnections',
  'queueMax',
  'queueTimeout',
  'backup',
  'rateLimit',
  'observe',
  'balancers',
  'shareLag',
] as const satisfies readonly (keyof SimulationLimits)[];

export const LIMIT_DEFAULTS = {
  maxPerBackend: Infinity,
  maxConnections: Infinity,
  queueMax: Infinity,
  backup: 0,
  rateLimit: 0,
  observe: 'connect',
  balancers: 1,
  shareLag: Infinity,
} as const satisfies SimulationLimits;
