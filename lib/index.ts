export { Balancer } from './balancer/balancer.js';
export type {
  BalancerEvents,
  ConnectionCloseEvent,
  ConnectionEnd,
  ConnectionOpenEvent,
  ListeningEvent,
} from './balancer/events.js';
export { BALANCER_DEFAULTS, STICKY_KEYS, type StickyKey } from './balancer/defaults.js';
export type { BalancerOptions } from './balancer/options.js';
export { LbsimError, type ErrorCode, type ErrorKind } from './errors.js';
export type { HealthEvents } from './health/health-monitor.js';
export { tcpProbe, type Probe, type ProbeResult } from './health/probe.js';
export type { Address } from './net/address.js';
export type { BackendSpec } from './routing/backend.js';
export { ALGORITHMS, createScheduler, type Algorithm } from './schedulers/index.js';
export type { Candidate, Pick, RandomSource, Scheduler } from './schedulers/scheduler.js';
