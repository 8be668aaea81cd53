import { backendIndex, backendName } from '../backends/backend-name.js';
import type { SimulationSettings } from '../plan/settings.js';
import type { PlayedLane } from './playback.js';

/** Lanes that fit beside each other. */
export const MOST_PLAYED_LANES = 12;

type LaneSettings = Pick<
  SimulationSettings,
  'speeds' | 'weights' | 'backups' | 'balancers' | 'maxPerBackend' | 'scenario'
>;

/**
 * A lane for each backend. Where there are more than fit, those that the scenario names have one, then one of each kind, then
 * the first ones; all others share the last lane.
 */
export function playedLanes(settings: LaneSettings): PlayedLane[] {
  const { speeds, balancers, maxPerBackend } = settings;
  const max = maxPerBackend < Infinity ? maxPerBackend * balancers : null;
  const own = (backend: number): PlayedLane => ({ backend, name: backendName(backend), max });
  if (speeds.length <= MOST_PLAYED_LANES) return speeds.map((_, backend) => own(backend));
  const chosen = new Set<number>();
  for (const backend of candidates(settings)) {
    chosen.add(backend);
    if (chosen.size === MOST_PLAYED_LANES - 1) break;
  }
  const lanes = [...chosen].sort((one, other) => one - other).map(own);
  return [...lanes, { name: `${speeds.length - lanes.length} others`, max: null }];
}

/** The most telling ones first; some more than once. */
function* candidates({ speeds, weights, backups, scenario }: LaneSettings): Generator<number> {
  for (const event of scenario?.events ?? [])
    if ('backend' in event) yield backendIndex(event.backend, speeds.length);
  const kinds = new Set<string>();
  for (const [backend, speed] of speeds.entries()) {
    const kind = [speed, weights[backend], backend >= speeds.length - backups].join();
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    yield backend;
  }
  yield* speeds.keys();
}
