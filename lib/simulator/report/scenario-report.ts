import { meanOf } from '../measures/confidence.js';
import type { Detection, ScenarioReport } from './report.js';
import type { HealthFlip, RunResult } from './run-result.js';
import { clientsOfFaults, type ClientsOfFault } from '../scenarios/clients-of-faults.js';
import {
  timeUntilDown,
  timeUntilUp,
  type DetectionSettings,
  type Prediction,
} from '../scenarios/detection-time.js';
import type { BackendFault, Scenario } from '../scenarios/scenario.js';
import type { SimulationSettings } from '../plan/settings.js';
import { arrivalRate } from '../workload/request-source.js';

/** What health checks are to notice, and which way the backend is to be marked. */
const NOTICED: Partial<Readonly<Record<BackendFault['kind'], 'down' | 'up'>>> = {
  crash: 'down',
  'black-hole': 'down',
  heal: 'up',
  'cold-start': 'up',
};

/** A fault of a backend and its time. */
interface FaultAt {
  readonly at: number;
  readonly backend: string;
  readonly fault: BackendFault;
}

/** How the first balancer's health checks saw a scenario, beside how they were to see it. In time linear in events and flips. */
export function scenarioReport(
  scenario: Scenario,
  settings: SimulationSettings,
  runs: readonly RunResult[],
): ScenarioReport {
  const faults = scenario.events.filter((event) => 'fault' in event);
  const ends = endsOf(faults);
  const clients = clientsOfFaults(scenario.events);
  const predictions = {
    share: predictionsOf(detection(settings, scenario)),
    none: predictionsOf({ ...detection(settings, scenario), connections: 0, turns: 1 }),
    unknown: predictionsOf({ ...detection(settings, scenario), connections: undefined }),
  } satisfies Record<ClientsOfFault, unknown>;
  const flips = runs.map((run) => new FlipTimes(run.flips));
  const isDown = new Map<string, boolean>();
  const detections = faults.flatMap(({ at, backend, fault }, index): Detection[] => {
    const marked = NOTICED[fault.kind];
    if (marked === undefined) return [];
    const wasDown = isDown.get(backend) === true;
    isDown.set(backend, marked === 'down');
    if (marked === 'up' && !wasDown) return [];
    const until = ends[index] ?? Infinity;
    const delays = flips.flatMap((times) => times.delay(backend, marked, at, until) ?? []);
    return [
      {
        at,
        backend,
        fault: fault.kind,
        marked,
        found: delays.length,
        runs: runs.length,
        ...(delays.length > 0 && { after: meanOf(delays) }),
        predicted: predictions[clients[index] ?? 'unknown'][fault.kind === 'black-hole' ? 'silent' : marked],
      },
    ];
  });
  return { name: scenario.name, detections, flips: runs[0]?.flips ?? [] };
}

/** For each fault, when the next one that is to be noticed affects the same backend. */
function endsOf(faults: readonly FaultAt[]): readonly number[] {
  const next = new Map<string, number>();
  return faults
    .toReversed()
    .map(({ at, backend, fault }) => {
      const end = next.get(backend) ?? Infinity;
      if (NOTICED[fault.kind] !== undefined) next.set(backend, at);
      return end;
    })
    .reverse();
}

/** When the first balancer marked which backend, and how; asked in the order of time. */
class FlipTimes {
  readonly #times = new Map<string, { readonly times: number[]; next: number }>();

  constructor(flips: readonly HealthFlip[]) {
    for (const { balancer, backend, up, at } of flips) {
      if (balancer !== 0) continue;
      const key = keyOf(backend, up ? 'up' : 'down');
      const known = this.#times.get(key);
      if (known === undefined) this.#times.set(key, { times: [at], next: 0 });
      else known.times.push(at);
    }
  }

  /** How long after `at` the backend was marked so; undefined if not before `until`. */
  delay(backend: string, marked: 'down' | 'up', at: number, until: number): number | undefined {
    const flips = this.#times.get(keyOf(backend, marked));
    if (flips === undefined) return undefined;
    while ((flips.times[flips.next] ?? Infinity) < at) flips.next++;
    const time = flips.times[flips.next];
    return time !== undefined && time <= until ? time - at : undefined;
  }
}

function keyOf(backend: string, marked: 'down' | 'up'): string {
  return `${backend} ${marked}`;
}

function predictionsOf(detection: DetectionSettings): Readonly<Record<'down' | 'silent' | 'up', Prediction>> {
  return {
    down: timeUntilDown(detection, false),
    silent: timeUntilDown(detection, true),
    up: timeUntilUp(detection),
  };
}

/** Clients come to a backend in a way that is known where the algorithm does not look at loads, and backends are alike. */
function detection(settings: SimulationSettings, scenario: Scenario): DetectionSettings {
  const { algorithm, custom, workload, speeds, weights, balancers, sticky, connections } = settings;
  const isBlind = custom === undefined && ['random', 'round-robin'].includes(algorithm);
  const isEven = !sticky && connections === undefined && new Set(weights).size === 1;
  const isKnown = workload.kind === 'open' && workload.process === 'poisson' && isBlind && isEven;
  return {
    ...scenario,
    connections: isKnown ? arrivalRate(settings, workload.load) / speeds.length / balancers : undefined,
    turns: algorithm === 'round-robin' ? speeds.length : 1,
  };
}
