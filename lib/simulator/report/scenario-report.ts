import { meanOf } from '../measures/confidence.js';
import type { Detection, ScenarioReport } from './report.js';
import type { HealthFlip, RunResult } from './run-result.js';
import { timeUntilDown, timeUntilUp, type Lookout, type Prediction } from '../scenarios/detection-time.js';
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

/** Something that befell a backend at a time. */
interface Stroke {
  readonly at: number;
  readonly backend: string;
  readonly fault: BackendFault;
}

/** How the first balancer's health checks saw a scenario, beside how they were to see it. */
export function scenarioReport(
  scenario: Scenario,
  settings: SimulationSettings,
  runs: readonly RunResult[],
): ScenarioReport {
  const strokes = scenario.events.filter((event) => 'fault' in event);
  const detections = strokes.flatMap(
    (stroke) => detectionOf(stroke, strokes, settings, scenario, runs) ?? [],
  );
  return { name: scenario.name, detections, flips: runs[0]?.flips ?? [] };
}

function detectionOf(
  stroke: Stroke,
  strokes: readonly Stroke[],
  settings: SimulationSettings,
  scenario: Scenario,
  runs: readonly RunResult[],
): Detection | undefined {
  const { at, backend, fault } = stroke;
  const marked = NOTICED[fault.kind];
  if (marked === undefined) return undefined;
  const own = strokes.filter((other) => other.backend === backend);
  const place = own.indexOf(stroke);
  if (marked === 'up' && !wasDown(own.slice(0, place))) return undefined;
  const until = own.slice(place + 1).find((other) => NOTICED[other.fault.kind] !== undefined)?.at ?? Infinity;
  const delays = runs.flatMap(({ flips }) => delayOf(flips, backend, marked === 'up', at, until) ?? []);
  return {
    at,
    backend,
    fault: fault.kind,
    marked,
    found: delays.length,
    runs: runs.length,
    ...(delays.length > 0 && { after: meanOf(delays) }),
    predicted: predictionOf(fault, marked, lookout(settings, scenario)),
  };
}

function wasDown(before: readonly Stroke[]): boolean {
  const last = before.findLast(({ fault }) => NOTICED[fault.kind] !== undefined);
  return last !== undefined && NOTICED[last.fault.kind] === 'down';
}

function delayOf(
  flips: readonly HealthFlip[],
  name: string,
  goesUp: boolean,
  at: number,
  until: number,
): number | undefined {
  const flip = flips.find(
    ({ balancer, backend, up, at: time }) =>
      balancer === 0 && backend === name && up === goesUp && time >= at && time <= until,
  );
  return flip && flip.at - at;
}

function predictionOf(fault: BackendFault, marked: 'down' | 'up', lookout: Lookout): Prediction {
  return marked === 'up' ? timeUntilUp(lookout) : timeUntilDown(lookout, fault.kind === 'black-hole');
}

/** With requests in even shares, as all algorithms deal them out among equals. */
function lookout(settings: SimulationSettings, scenario: Scenario): Lookout {
  const { workload, speeds, balancers } = settings;
  const load = workload.kind === 'open' ? workload.load : 0;
  return { ...scenario, connections: arrivalRate(settings, load) / speeds.length / balancers };
}
