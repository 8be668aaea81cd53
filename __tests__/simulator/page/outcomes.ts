import type { Algorithm } from '../../../lib/schedulers/index.js';
import type { PageContext } from '../../../lib/simulator/page/context.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import type { SimulationOutcome } from '../../../lib/simulator/report/report.js';
import type { Scenario } from '../../../lib/simulator/scenarios/scenario.js';
import { compare } from '../../../lib/simulator/simulate.js';

/** What a page is made of. */
export interface Material {
  readonly outcomes: readonly SimulationOutcome[];
  readonly context: PageContext;
}

const POLICIES: readonly Algorithm[] = ['random', 'round-robin', 'least-connections'];

/** B2 crashes, B3 is slow for a while, and at last more requests come. Health checks see the first. */
export const TROUBLE: Scenario = {
  name: 'trouble',
  about: 'B2 crashes and comes back cold, B3 is slow, and then many requests come.',
  duration: 600,
  events: [
    { at: 100, backend: 'B2', fault: { kind: 'crash' } },
    { at: 200, backend: 'B3', fault: { kind: 'slow', factor: 4 } },
    { at: 300, backend: 'B2', fault: { kind: 'cold-start', factor: 5, warmup: 60 } },
    { at: 400, backend: 'B3', fault: { kind: 'heal' } },
    { at: 450, arrivals: 1.2 },
    { at: 520, arrivals: 1 },
  ],
  ...{ interval: 10, timeout: 2, rise: 1, fall: 1, connectTimeout: 2 },
  ...{ waitTimeout: 50, requestTimeout: 200, slowStart: 0 },
};

/** Runs policies, three unless said, under each of the loads. */
export async function material(
  { loads = [0.9], ...options }: SimulationOptions & { readonly loads?: readonly number[] },
  algorithms = POLICIES,
): Promise<Material> {
  const outcomes: SimulationOutcome[] = [];
  for (const load of loads) {
    const compared = await compare({ requests: 5000, ...options, load, algorithms }, { threads: 0 });
    outcomes.push(...compared.outcomes);
  }
  const { settings } = planSimulation({ ...options, load: loads[0] ?? 0.9 });
  return {
    outcomes,
    context: { command: 'lbsim compare --html page.html', version: '1.2.3', settings },
  };
}
