import { BACKEND_STATES } from '../control/backend-state.js';
import type { BackendMeasurements, BackendTimes } from '../control/measurements.js';
import type { BackendSnapshot } from '../control/snapshot.js';
import { formatAddress } from '../net/address.js';
import { BACKEND_CATALOGUE } from './backend-catalogue.js';
import type { Family, MetricSample } from './family.js';
import { familyMaker } from './families.js';
import type { OutageCounts } from './outages.js';
import { byWord, histogram, states, value } from './samples.js';

/** What a backend is measured by, at one moment. */
export interface BackendReadings {
  readonly snapshot: BackendSnapshot;
  readonly measured: BackendMeasurements;
}

type Name = keyof typeof BACKEND_CATALOGUE;
/** The samples of one backend. */
type Reader = (readings: BackendReadings, labels: { readonly backend: string }) => readonly MetricSample[];

const family = familyMaker(BACKEND_CATALOGUE);

/** One value of a snapshot. */
function figure(read: (backend: BackendSnapshot) => number): Reader {
  return ({ snapshot }, labels) => [value(read(snapshot), labels)];
}

function times(read: (times: BackendTimes) => BackendTimes[keyof BackendTimes]): Reader {
  return ({ measured }, labels) => (measured.times ? histogram(read(measured.times), labels) : []);
}

/** How each is read, in the order in which they are shown. */
const READERS: Partial<Record<Name, Reader>> = {
  lbsim_picks_total: ({ measured }, labels) => byWord('why', measured.picks, labels),
  lbsim_pick_failures_total: ({ measured }, labels) => byWord('reason', measured.failures, labels),
  lbsim_backend_info: ({ snapshot }, labels) => {
    const { source } = snapshot;
    return [value(1, { ...labels, address: formatAddress(snapshot), source })];
  },
  lbsim_backend_up: figure(({ observed }) => Number(observed.health === 'up')),
  lbsim_backend_active: figure(({ active }) => Number(active)),
  lbsim_backend_state: ({ snapshot }, labels) => states(BACKEND_STATES, snapshot.effective.state, labels),
  lbsim_backend_weight: figure(({ weight }) => weight),
  lbsim_backend_effective_weight: figure(({ active, weight, warmth }) => (active ? weight * warmth : 0)),
  lbsim_backend_connections: figure(({ load }) => load.open),
  lbsim_backend_connections_limit: figure(({ load }) => load.max ?? Infinity),
  lbsim_backend_connections_total: figure(({ load }) => load.opened),
  lbsim_backend_sent_bytes_total: ({ measured }, labels) => [value(measured.bytesIn, labels)],
  lbsim_backend_received_bytes_total: ({ measured }, labels) => [value(measured.bytesOut, labels)],
  lbsim_backend_connect_seconds: times(({ connect }) => connect),
  lbsim_backend_first_byte_seconds: times(({ firstByte }) => firstByte),
  lbsim_backend_probes_total: ({ measured }, labels) => byWord('result', measured.probes, labels),
  lbsim_backend_probe_seconds: times(({ probe }) => probe),
  lbsim_backend_last_change_timestamp_seconds: ({ snapshot }, labels) => {
    const { since } = snapshot.observed;
    return since === null ? [] : [value(Date.parse(since) / 1000, labels)];
  },
};

/**
 * The metrics of the backends that there are.
 *
 * @param omitted - how many have no histograms
 * @param now - on the clock of the outages, in milliseconds
 */
export function backendFamilies(
  backends: readonly BackendReadings[],
  outages: OutageCounts,
  omitted: number,
  now: number,
): Family[] {
  const each = (read: Reader): MetricSample[] =>
    backends.flatMap((readings) => read(readings, { backend: readings.snapshot.name }));
  return [
    ...Object.entries(READERS).map(([name, read]) => family(name as Name, each(read))),
    family(
      'lbsim_backend_transitions_total',
      each((_, labels) => byWord('to', outages.transitionsOf(labels.backend), labels)),
    ),
    family(
      'lbsim_backend_down_seconds_total',
      each((_, labels) => [value(outages.downMsOf(labels.backend, now) / 1000, labels)]),
    ),
    family('lbsim_metrics_backends_omitted', [value(omitted)]),
  ];
}
