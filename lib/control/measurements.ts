import type { FailureKind } from '../failure.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import type { Cluster } from '../cluster/cluster.js';
import type { ClusterStanding } from '../cluster/standing.js';
import type { Brain } from '../routing/brain.js';
import type { Backend } from '../routing/backend.js';
import type { SessionCounts } from '../routing/session-counts.js';
import type { SourceStanding } from '../discovery/target-feed.js';
import type { BackendFinder } from './backend-finder.js';
import type { CarriedByAll, ProcessClients } from './carried.js';
import type { ClusterMeter, ClusterOperationTimes } from './cluster-meter.js';
import type { Distribution } from './distribution.js';
import type { LoadMeters } from './load-meters.js';
import type { ResolvedOptions } from './options.js';
import type { ProbeMeters } from './probe-meters.js';
import type { RequestMeter, WaitOutcome } from './request-meter.js';

/** What was counted of one backend since it joined. Plain JSON. */
export interface BackendMeasurements {
  readonly name: string;
  /** How often each rule chose it. */
  readonly picks: Readonly<Record<string, number>>;
  /** Attempts to connect that failed, and with `observe: 'traffic'` connections that ended unanswered, by the kind of failure. */
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  /** Passed on to it, by live connections too. */
  readonly bytesIn: number;
  /** Passed on to its clients, by live connections too. */
  readonly bytesOut: number;
  /** Results of its probes: `ok`, a kind of failure, or `check_failed`. */
  readonly probes: Readonly<Record<string, number>>;
  /** Absent where they were not asked for. */
  readonly times?: BackendTimes;
}

/** How long what a backend did took. */
export interface BackendTimes {
  /** Connecting to it. */
  readonly connect: Distribution;
  /** From the start of a connection to the first byte that it sent. */
  readonly firstByte: Distribution;
  readonly probe: Distribution;
}

/** What was counted of a balancer among others. */
export interface ClusterMeasurements {
  readonly standing: ClusterStanding;
  readonly operations: readonly ClusterOperationTimes[];
}

/** What a balancer has counted since its start. No count is ever less than it was. Plain JSON. */
export interface Measurements {
  /** The processes that carry connections. */
  readonly processes: readonly ProcessClients[];
  /** Passed on from clients to backends, those that were removed and live connections included. */
  readonly bytesIn: number;
  /** The other way. */
  readonly bytesOut: number;
  /** Clients that wait now: for a backend to be up, for a place at one, or because the operator holds them back. */
  readonly waiting: Readonly<Record<WaitFor, number>>;
  /** Waits in the queue that are over. */
  readonly waits: Readonly<Record<WaitOutcome, Distribution>>;
  /** Of SESSION_MAP. */
  readonly sessions: SessionCounts & { readonly entries: number; readonly limit: number };
  /** Null where the balancer is alone. */
  readonly cluster: ClusterMeasurements | null;
  readonly stickyKey: string;
  readonly observe: string;
  /** Where backends are found: names in DNS, a file. */
  readonly sources: readonly SourceStanding[];
  readonly backends: readonly BackendMeasurements[];
}

export interface MeasurementsDeps {
  readonly options: ResolvedOptions;
  readonly brain: Brain;
  readonly requests: RequestMeter;
  readonly loads: LoadMeters;
  readonly probes: ProbeMeters;
  readonly finder: BackendFinder;
  readonly cluster: Cluster | undefined;
  readonly clusterMeter: ClusterMeter;
}

/** @param withTimes - whether to tell how long things took, which costs the most */
export function measurementsOf(
  deps: MeasurementsDeps,
  carried: CarriedByAll,
  withTimes: boolean,
): Measurements {
  const { options, brain, requests, finder, cluster, clusterMeter } = deps;
  return {
    processes: carried.processes,
    bytesIn: sum(carried.bytesIn),
    bytesOut: sum(carried.bytesOut),
    waiting: requests.waiting,
    waits: requests.waits,
    sessions: sessionsOf(deps),
    cluster:
      cluster === undefined ? null : { standing: cluster.standing, operations: clusterMeter.operations },
    stickyKey: options.stickyKey,
    observe: options.observe,
    sources: finder.standings,
    backends: brain.pool.backends.map((backend) => measured(deps, backend, carried, withTimes)),
  };
}

function sessionsOf({ options, brain, requests }: MeasurementsDeps): Measurements['sessions'] {
  const { sessionCount: entries, sessionCounts, hasSessions } = brain.router;
  const { lookups, removed } = sessionCounts;
  return {
    entries,
    limit: hasSessions ? options.stickyMax : 0,
    // What a worker knew, it has not asked for.
    lookups: { ...lookups, hit: lookups.hit + requests.unasked },
    removed: { ...removed },
  };
}

function measured(
  { requests, loads, probes }: MeasurementsDeps,
  backend: Backend,
  { bytesIn, bytesOut }: CarriedByAll,
  withTimes: boolean,
): BackendMeasurements {
  return {
    name: backend.name,
    picks: requests.picks.of(backend) as Record<string, number>,
    failures: requests.failures.of(backend),
    bytesIn: bytesIn[backend.index] ?? 0,
    bytesOut: bytesOut[backend.index] ?? 0,
    probes: probes.resultsOf(backend),
    ...(withTimes && { times: { ...loads.timesOf(backend), probe: probes.durationsOf(backend) } }),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
