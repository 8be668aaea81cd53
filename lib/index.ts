import { createScheduler as create, type Algorithm } from './schedulers/index.js';
import type { SchedulerOptions } from './schedulers/options.js';
import type { Candidate, RandomSource, Scheduler } from './schedulers/scheduler.js';

export { Balancer } from './balancer/balancer.js';
export { BALANCER_DEFAULTS } from './control/option-table.js';
export {
  STICKY_KEYS,
  type BalancerOptions,
  type Observed,
  type OnFailover,
  type SendProxy,
  type StickyKey,
} from './control/options.js';
export type {
  BalancerEvents,
  ConnectionCloseEvent,
  ConnectionEnd,
  ConnectionEvents,
  ConnectionMovedEvent,
  ConnectionOpenEvent,
  ConnectionReroutedEvent,
  InWorker,
  ListeningEvent,
} from './control/events.js';
export type { RecordingEvents } from './recording/events.js';
export type { Refusal } from './dispatch/dispatcher.js';
export { Conformance, runChecks } from './check/conformance.js';
export type { ConformanceEvents } from './check/events.js';
export type { Figures, Finding, Verdict } from './check/finding.js';
export type { ConformanceOptions } from './check/options.js';
export type { CheckResult, ConformanceReport } from './check/report.js';
export type { ClientFailureKind } from './client/failure.js';
export { LoadGenerator, type LoadEvents, type LoadProgress } from './client/load/load-generator.js';
export type { LoadOptions } from './client/load/load-options.js';
export type { LoadReport, Quantiles } from './client/load/load-report.js';
export { LbsimError, type ErrorCode, type ErrorKind, type LbsimErrorOptions } from './errors.js';
export type { IsolatingEmitter, IsolatingEvents, ListenerFailure } from './isolating-emitter.js';
export type { HysteresisThresholds } from './health/hysteresis.js';
export type { HealthEvents } from './health/health-monitor.js';
export { tcpProbe, type Probe, type ProbeResult } from './health/probe.js';
export type { Address } from './net/address.js';
export type { PumpEnd } from './net/pump-events.js';
export type { FailureKind, FailureReason } from './failure.js';
export type { Lookup } from './net/resolve.js';
export type { ActiveServers } from './routing/backend-pool.js';
export type { Backend, BackendSpec } from './routing/backend.js';
export { ALGORITHMS, type Algorithm } from './schedulers/index.js';
export { SAMPLES, type Sample, type SchedulerOptions } from './schedulers/options.js';
export type { Candidate, Pick, RandomSource, Scheduler } from './schedulers/scheduler.js';
export { BackendServer } from './server/backend-server.js';
export type {
  BackendServerEvents,
  BackendServerStats,
  ServerConnectionCloseEvent,
  ServerListeningEvent,
} from './server/events.js';
export type { FaultKind, FaultName, Faults } from './server/faults/faults.js';
export { MODES, type Mode } from './server/modes/index.js';
export type { BackendServerOptions } from './server/options.js';
export { replay, type ReplayOptions } from './recording/replay.js';
export type { Answer, Difference, ReplayReport } from './recording/report.js';

export { simulate, compare, type ComparisonOptions } from './simulator/simulate.js';
export type { Discipline } from './simulator/backends/fleet.js';
export type { SimulationOptions } from './simulator/plan/options.js';
export type {
  BackendReport,
  ComparisonReport,
  Detection,
  Expectation,
  Interval,
  PairReport,
  ScenarioReport,
  SimulationOutcome,
  SimulationReport,
} from './simulator/report/report.js';
export type {
  BackendResult,
  Course,
  FailureReason as RequestFailure,
  HealthFlip,
} from './simulator/report/run-result.js';
export type { RunnerOptions } from './simulator/runner.js';
export { loadScenario } from './simulator/scenarios/load-scenario.js';
export type {
  Limits as SimulationLimits,
  Observed as SimulationObserved,
} from './simulator/scenarios/limits.js';
export { SCENARIOS } from './simulator/scenarios/names.js';
export type { BackendFault, Patience, Scenario, ScenarioEvent } from './simulator/scenarios/scenario.js';
export type {
  Claim as ValidationClaim,
  Finding as ValidationFinding,
  Reading as ValidationReading,
  Verdict as ValidationVerdict,
} from './simulator/validation/finding.js';
export type { ValidationOptions } from './simulator/validation/options.js';
export { validate, type ValidationReport } from './simulator/validation/validate.js';
export type { ArrivalProcess } from './simulator/workload/arrivals.js';

/**
 * A new scheduler without members.
 *
 * @param name - one of {@link ALGORITHMS}
 * @param random - where the algorithms that draw lots get them from; @default Math.random
 * @param options - what some of the algorithms can be told beside
 * @throws LbsimError `ERR_UNKNOWN_ALGORITHM` for a name that is not in the table, `ERR_OPTION_INVALID` for an option that makes
 *   no sense
 */
export function createScheduler<C extends Candidate>(
  name: Algorithm,
  random: RandomSource = Math.random,
  options: SchedulerOptions = {},
): Scheduler<C> {
  return create(name, random, options);
}
