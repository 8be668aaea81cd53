import type { LiveSettings } from '../control/live-settings.js';
import type { BackendOverrides } from '../control/overrides.js';
import type { Measurements } from '../control/measurements.js';
import type { BalancerSnapshot } from '../control/snapshot.js';
import type { Distribution } from '../control/distribution.js';
import { BALANCER_CATALOGUE } from './balancer-catalogue.js';
import { clusterFamilies } from './cluster-families.js';
import type { ClientCounts } from './client-counts.js';
import type { Family, MetricSample } from './family.js';
import { familyMaker } from './families.js';
import type { ReloadCounts } from './reload-counts.js';
import { byWord, histogram, value } from './samples.js';

/** What a balancer is measured by, at one moment. */
export interface BalancerFigures {
  readonly snapshot: BalancerSnapshot;
  readonly settings: LiveSettings;
  readonly measured: Measurements;
  readonly clients: ClientCounts;
  readonly durations: Distribution;
  readonly reloads: ReloadCounts;
  readonly moved: number;
  readonly rerouted: number;
  readonly restarts: number;
}

/** Of an override: when, and by what. */
const SIGNATURE = ['since', 'by'];
const family = familyMaker(BALANCER_CATALOGUE);

/** The metrics of a balancer as a whole. */
export function balancerFamilies(readings: BalancerFigures): Family[] {
  const { snapshot, measured, moved, rerouted } = readings;
  const { algorithm } = snapshot;
  const { stickyKey: sticky_key, observe } = measured;
  return [
    family('lbsim_balancer_info', [value(1, { algorithm, sticky_key, observe })]),
    ...clientFamilies(readings),
    family(
      'lbsim_queue_wait_seconds',
      Object.entries(measured.waits).flatMap(([outcome, waits]) => histogram(waits, { outcome })),
    ),
    family('lbsim_connections_moved_total', [value(moved)]),
    family('lbsim_connections_rerouted_total', [value(rerouted)]),
    ...sessionFamilies(measured),
    ...clusterFamilies(measured),
    ...workerFamilies(readings),
    ...configFamilies(readings),
    ...discoveryFamilies(measured),
  ];
}

function clientFamilies({ settings, measured, clients, durations }: BalancerFigures): Family[] {
  const { accepted, open, ends } = clients;
  const { place: queued, backend: waiting, operator: held } = measured.waiting;
  const served = Math.max(0, open - queued - waiting - held);
  return [
    family('lbsim_client_connections_total', [value(accepted)]),
    family('lbsim_client_connections', byWord('state', { served, queued, waiting, held })),
    family('lbsim_client_connections_limit', [value(settings.maxConnections)]),
    family('lbsim_client_connections_ended_total', byWord('end', ends)),
    family('lbsim_client_received_bytes_total', [value(measured.bytesIn)]),
    family('lbsim_client_sent_bytes_total', [value(measured.bytesOut)]),
    family('lbsim_client_connection_duration_seconds', histogram(durations)),
  ];
}

function sessionFamilies({ sessions }: Measurements): Family[] {
  return [
    family('lbsim_sessions', [value(sessions.entries)]),
    family('lbsim_sessions_limit', [value(sessions.limit)]),
    family('lbsim_session_lookups_total', byWord('result', sessions.lookups)),
    family('lbsim_sessions_removed_total', byWord('reason', sessions.removed)),
  ];
}

/** Of a balancer in one process there are none, but for the restarts. */
function workerFamilies({ measured, clients, restarts }: BalancerFigures): Family[] {
  const workers = measured.processes.flatMap(({ worker, up }) =>
    worker === null ? [] : [{ labels: { worker: String(worker) }, up, open: clients.openOf(worker) }],
  );
  return [
    family(
      'lbsim_worker_up',
      workers.map(({ labels, up }) => value(Number(up), labels)),
    ),
    family(
      'lbsim_worker_connections',
      workers.map(({ labels, open }) => value(open, labels)),
    ),
    family('lbsim_worker_restarts_total', [value(restarts)]),
  ];
}

function configFamilies({ snapshot, reloads }: BalancerFigures): Family[] {
  const { counts, wasSuccessful, succeededAt } = reloads;
  const layers = [snapshot.operator, ...snapshot.backends.map(({ operator }) => operator)];
  const overrides = layers.reduce((sum, layer) => sum + overridesOf(layer), 0);
  const one = (number: number): MetricSample[] => [value(number)];
  return [
    family('lbsim_config_reloads_total', byWord('result', counts)),
    family('lbsim_config_last_reload_successful', one(Number(wasSuccessful))),
    family('lbsim_config_last_reload_success_timestamp_seconds', one(succeededAt / 1000)),
    family('lbsim_config_overrides', one(overrides)),
  ];
}

function overridesOf(layer: BalancerSnapshot['operator'] | BackendOverrides): number {
  return Object.entries(layer).filter(([name, override]) => !SIGNATURE.includes(name) && override !== null)
    .length;
}

function discoveryFamilies({ sources }: Measurements): Family[] {
  return [
    family(
      'lbsim_discovery_targets',
      sources.map(({ source, targets }) => value(targets, { source })),
    ),
    family(
      'lbsim_discovery_refreshes_total',
      sources.flatMap(({ source, refreshes }) => byWord('result', refreshes, { source })),
    ),
  ];
}
