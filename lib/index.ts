import { checkingArguments } from './schedulers/checked-arguments.js';
import { newScheduler, type Algorithm, type AlgorithmAlias } from './schedulers/index.js';
import type { SchedulerOptions } from './schedulers/options.js';
import type { Candidate, RandomSource, Scheduler } from './schedulers/scheduler.js';

export { Balancer } from './balancer/balancer.js';
export type { ClusterEvents } from './cluster/events.js';
export type { ClusterOperation } from './cluster/store-calls.js';
export type { MemberInfo, OperatorWord } from './cluster/shared-store.js';
export type { ClusterShare, ClusterStanding, MemberStanding, SharedLoad } from './cluster/standing.js';
export type { ClusterOperationTimes } from './control/cluster-meter.js';
export { BALANCER_DEFAULTS } from './control/option-table.js';
export {
  STICKY_KEYS,
  type BalancerOptions,
  type OnFailover,
  type SendProxy,
  type StickyKey,
} from './control/options.js';
export type {
  AlgorithmFailedEvent,
  BalancerEvents,
  ConnectionCloseEvent,
  ConnectionEnd,
  ConnectionEvents,
  ConnectionMovedEvent,
  ConnectionOpenEvent,
  ConnectionReroutedEvent,
  InWorker,
  ListeningEvent,
  OperationEvents,
} from './control/events.js';
export {
  DNS_EMPTY,
  type BackendEntry,
  type DnsBackends,
  type DnsEmpty,
  type LookedUpBackends,
  type Origin,
  type SrvBackends,
} from './discovery/entries.js';
export type { BackendsFileError, DiscoveryEvents, DiscoverySource } from './discovery/events.js';
export type { SourceStanding } from './discovery/target-feed.js';
export type { RecordingEvents } from './recording/events.js';
export type { Rejection } from './dispatch/dispatcher.js';
export type { BalancerControl } from './control/balancer-control.js';
export type { ConnectionSelection, LiveConnection } from './control/live-connection.js';
export type { SessionEntry, SessionQuery } from './control/session-operations.js';
export type { HeldState, HoldStep } from './control/hold-operations.js';
export type { ExplainedPick, Picks } from './control/picks.js';
export type { OperatedBalancer } from './control/operated-balancer.js';
export type { LiveSettings, SettingsUpdate } from './control/live-settings.js';
export type { ConfiguredAlgorithm, ConfiguredBackend, Reconfiguration } from './control/reconfiguration.js';
export type { By } from './control/signed.js';
export { BACKEND_STATES, type BackendState } from './control/backend-state.js';
export type { Percentiles } from './control/time-histogram.js';
export type { CarriedByAll, CarriedBytes, ProcessClients } from './control/carried.js';
export type { Distribution } from './control/distribution.js';
export type {
  BackendMeasurements,
  BackendTimes,
  ClusterMeasurements,
  Measurements,
} from './control/measurements.js';
export type { WaitOutcome } from './control/request-meter.js';
export type { WaitFor } from './dispatch/waiting-room.js';
export type { SessionCounts, SessionLookup, SessionRemoval } from './routing/session-counts.js';
export type { LoadFigures } from './control/load-meters.js';
export {
  BACKEND_SOURCES,
  type BackendOverrides,
  type BackendSource,
  type BalancerOverrides,
  type SettingsAsJson,
} from './control/overrides.js';
export type { ProbeOutcome } from './control/probe-outcome.js';
export type {
  BackendConfig,
  BackendEffect,
  BackendLoad,
  BackendObservation,
  BackendSnapshot,
  BalancerConfig,
  BalancerSnapshot,
  SessionMapSize,
} from './control/snapshot.js';
export type { WorkerGroupEvents } from './workers/events.js';
export { WorkerGroup } from './workers/worker-group.js';
export type { Observed } from './health/observed.js';
export { Conformance, runChecks } from './check/conformance.js';
export type { ConformanceEvents } from './check/events.js';
export type { Figures, CheckFinding, CheckVerdict } from './check/finding.js';
export type { ConformanceOptions } from './check/options.js';
export type { CheckResult, ConformanceReport } from './check/report.js';
export type { ClientFailureKind } from './client/failure.js';
export { LoadGenerator, type LoadEvents, type LoadProgress } from './client/load/load-generator.js';
export type { FailoverReport, ThroughBalancer } from './client/load/failover-report.js';
export type { LoadOptions } from './client/load/load-options.js';
export type { TargetPick } from './client/targets/target-list.js';
export type { TargetOptions } from './client/targets/target-options.js';
export type { AnswerDifference } from './client/answer-difference.js';
export type { LimitResult, LoadReport, Mismatch, Quantiles } from './client/load/load-report.js';
export type { LatencyBucket } from './latency/latency-histogram.js';
export type { LatencySummary } from './latency/latency-summary.js';
export { LbsimError, type ErrorCode, type ErrorKind, type LbsimErrorOptions } from './errors.js';
export type { IsolatingEmitter, IsolatingEvents, ListenerFailure } from './isolating-emitter.js';
export type { HysteresisThresholds } from './health/hysteresis.js';
export type { HealthEvents } from './health/health-events.js';
export { tcpProbe, type Probe, type ProbeResult } from './health/probe.js';
export type { Address } from './net/address.js';
export type { CloseHow } from './net/close-socket.js';
export type { Engine, EngineChoice } from './transport/engines.js';
export type { PumpEnd } from './transport/pump-events.js';
export type { FailureKind, FailureReason } from './failure.js';
export type { Lookup } from './net/resolve.js';
export type { ActiveServers } from './routing/active-servers.js';
export type {
  ConsideredBackend,
  ExplainedHashPlace,
  ExplainedPlace,
  ExplainedSession,
  Explanation,
} from './routing/explanation.js';
export type { LeftOut } from './routing/left-out.js';
export type { AdminState, Backend, BackendSpec } from './routing/backend.js';
export type { SessionChange } from './routing/journal.js';
export { loadAlgorithm } from './load-algorithm.js';
export type { AlgorithmPath } from './schedulers/algorithm-path.js';
export type { AlgorithmOption } from './schedulers/chosen-algorithm.js';
export type {
  AlgorithmSource,
  CustomAlgorithm,
  CustomScheduler,
  SchedulerClass,
  SchedulerFactory,
} from './schedulers/custom-algorithm.js';
export type { AlgorithmFailure } from './schedulers/guarded.js';
export { ALGORITHM_ALIASES, ALGORITHMS, type Algorithm, type AlgorithmAlias } from './schedulers/index.js';
export { SAMPLES, type Sample, type SchedulerOptions } from './schedulers/options.js';
export type {
  Candidate,
  ConsideredCandidate,
  Pick,
  RandomSource,
  Scheduler,
  HashPlace,
  OwnedPlace,
  SchedulerExplanation,
} from './schedulers/scheduler.js';
export { BackendServer } from './server/backend-server.js';
export type {
  BackendServerEvents,
  BackendServerStats,
  ServerConnectionCloseEvent,
  ServerListeningEvent,
  QueueFullEvent,
  TargetUnreachableEvent,
} from './server/events.js';
export type { Direction, FaultKind, FaultName, Faults } from './server/faults/faults.js';
export { MODES, type Mode } from './server/modes/index.js';
export type { BackendServerOptions } from './server/options.js';
export type { ArrivalReport } from './client/load/gap-meter.js';
export type { QueueStats } from './server/queue/service-queue.js';
export type { ReceivedLine } from './server/received-line.js';
export { replay, type ReplayOptions } from './recording/replay.js';
export type { ReplayedPick, Difference, ReplayReport } from './recording/report.js';
export type { TraceName } from './recording/trace-file.js';

export {
  calibrate,
  type ArrivalCalibration,
  type BackendCalibration,
  type CalibrateOptions,
  type Calibration,
} from './simulator/calibration/calibrate.js';
export type { Fit } from './simulator/calibration/fit.js';
export { simulate, compare, type ComparisonOptions } from './simulator/simulate.js';
export type { Discipline } from './workload/discipline.js';
export type { SimulationOptions } from './simulator/plan/options.js';
export type { RequestClassSpec } from './simulator/plan/classes-kind.js';
export type { RequestsPerConnection } from './simulator/plan/connections-kind.js';
export type { VirtualTime } from './simulator/plan/virtual-time.js';
export type {
  BackendReport,
  ClassReport,
  ComparisonReport,
  Detection,
  Expectation,
  Interval,
  PairReport,
  ScenarioReport,
  SimulationOutcome,
  SimulationReport,
} from './simulator/report/report.js';
export type { Batches } from './simulator/measures/batches.js';
export type { Estimate } from './simulator/measures/confidence.js';
export type { CountedBatches, Precision } from './simulator/measures/precision.js';
export type { RequestFailure } from './simulator/report/request-failure.js';
export type { BackendResult, TimeSeries, HealthFlip } from './simulator/report/run-result.js';
export type { RunnerOptions } from './simulator/runner.js';
export { loadScenario } from './simulator/scenarios/load-scenario.js';
export type { Abandoned, RetrySettings } from './simulator/scenarios/clients.js';
export type { SimulationLimits } from './simulator/scenarios/limits.js';
export { SCENARIOS } from './simulator/scenarios/names.js';
export type {
  BackendFault,
  TimeSettings,
  Scenario,
  ScenarioEvent,
  StoreChange,
} from './simulator/scenarios/scenario.js';
export type {
  ValidationClaim,
  ValidationFinding,
  ValidationReading,
  ValidationVerdict,
} from './simulator/validation/finding.js';
export type { ValidationOptions } from './simulator/validation/options.js';
export { validate, type ValidationReport } from './simulator/validation/validate.js';
export type { ArrivalProcess } from './workload/arrivals.js';

/**
 * A new scheduler without members: candidates are added by {@link Scheduler.add}. Its methods throw `ERR_OPTION_INVALID` when
 * a candidate, or the set of tried ones, is missing.
 *
 * @param name - one of {@link ALGORITHMS}, or of {@link ALGORITHM_ALIASES}
 * @param random - uniform numbers in [0, 1) for the algorithms that draw at random; @default Math.random
 * @param options - what some of the algorithms can be told beside
 * @throws LbsimError `ERR_UNKNOWN_ALGORITHM` for a name that is not in the table, `ERR_OPTION_INVALID` for an option that makes
 *   no sense
 */
export function createScheduler<C extends Candidate>(
  name: Algorithm | AlgorithmAlias,
  random: RandomSource = Math.random,
  options: SchedulerOptions = {},
): Scheduler<C> {
  return checkingArguments(newScheduler<C>(name, random, options));
}
