import { defined } from '../../defined.js';
import { confidenceInterval, meanOf } from '../measures/confidence.js';
import type { RunResult } from '../report/run-result.js';
import type { SimulationSettings } from '../plan/settings.js';
import { judge, relativeTolerance, type ValidationFinding } from './finding.js';

/** A system, and what its replications have found. */
export interface Simulated {
  readonly settings: SimulationSettings;
  readonly runs: readonly RunResult[];
}

/** Relative rounding error allowed in sums of many doubles. */
const ROUNDING = 1e-9;
const UTILISATION_TOLERANCE = 0.01;

/** What has to be true of any system, held against all that were simulated. */
export function identities(systems: readonly Simulated[]): ValidationFinding[] {
  if (systems.length === 0) return [];
  const loaded = systems.filter(({ settings }) => loadOf(settings) !== undefined);
  return [littlesLaw(systems), ...(loaded.length > 0 ? [utilisation(loaded)] : []), conservation(systems)];
}

/** Requests present, over time, against times that requests were present (J. D. C. Little, 1961): the run that is off most. */
function littlesLaw(systems: readonly Simulated[]): ValidationFinding {
  const errors = systems.flatMap(({ runs }) =>
    runs.map(({ little }) => Math.abs(little.area / little.sojourns - 1)),
  );
  return judge(
    {
      name: 'little',
      about: `the worst of ${errors.length} runs`,
      system: 'L = λT',
      figure: 'error',
      expected: 0,
      tolerance: String(ROUNDING),
      allowed: [0, ROUNDING],
    },
    { got: Math.max(...errors) },
  );
}

/** The share of slots that work against the load: the system that is off most. */
function utilisation(systems: readonly Simulated[]): ValidationFinding {
  const readings = systems.map(({ settings, runs }) => {
    const ratios = runs.map(
      ({ perBackend }) => meanOf(perBackend.map((each) => each.utilisation)) / (loadOf(settings) ?? 1),
    );
    return defined({ got: meanOf(ratios), confidence: confidenceInterval(ratios) });
  });
  const error = ({ got }: { got: number }): number => Math.abs(got - 1);
  return judge(
    {
      name: 'utilisation',
      about: `the worst of ${systems.length} systems`,
      system: 'utilisation = ρ',
      figure: 'ratio',
      ...relativeTolerance(1, UTILISATION_TOLERANCE),
    },
    readings.reduce((worst, reading) => (error(reading) > error(worst) ? reading : worst)),
  );
}

/** Nothing is lost: each request that came was answered or failed. */
function conservation(systems: readonly Simulated[]): ValidationFinding {
  const came = systems.reduce((sum, { settings, runs }) => sum + settings.requests * runs.length, 0);
  const ended = systems
    .flatMap(({ runs }) => runs)
    .reduce(
      (sum, { completed, failures }) =>
        sum + Object.values(failures).reduce((all, each) => all + each, completed),
      0,
    );
  return judge(
    {
      name: 'conservation',
      about: `${systems.length} systems together`,
      system: 'came = answered + failed',
      figure: 'count',
      expected: came,
      tolerance: 'exact',
      allowed: [came, came],
    },
    { got: ended },
  );
}

/** Where the load is what the backends do: an open loop in which nothing fails. */
function loadOf({ workload, queueLimit, queueMax }: SimulationSettings): number | undefined {
  return workload.kind === 'open' && Math.min(queueLimit, queueMax) === Infinity ? workload.load : undefined;
}
