import { defined } from '../../defined.js';
import type { SimulationOptions } from '../../simulator/plan/options.js';
import { loadScenario } from '../../simulator/scenarios/load-scenario.js';
import type { Patience, Scenario } from '../../simulator/scenarios/scenario.js';
import { optionError } from '../../errors.js';
import type { SIMULATION_OPTIONS } from '../commands/simulation-options/index.js';
import type { Values } from '../options/option.js';

export type SimulationValues = Values<typeof SIMULATION_OPTIONS>;

/** What a command line asks for, but for the algorithm and the load, of which there may be several. */
export type CommonSimulation = Omit<SimulationOptions, 'algorithm' | 'load'>;

/** @throws LbsimError of kind `usage` for a scenario that is not there or makes no sense */
export async function simulationOptionsOf(values: SimulationValues): Promise<CommonSimulation> {
  refuseTwoLoops(values);
  const scenario = await scenarioOf(values);
  return {
    backends: values.backends,
    slots: values.slots,
    discipline: values.discipline,
    allowOverload: values['allow-overload'],
    arrivals: values.arrivals,
    service: values.service,
    serviceMean: values['service-mean'],
    keys: values.keys,
    choices: values.choices,
    sample: values.sample,
    ewmaDecay: values['ewma-decay'],
    balancers: values.balancers,
    sticky: values.sticky,
    seed: values.seed,
    replications: values.replications,
    ...defined({
      weights: values.weights,
      queueLimit: values['queue-limit'],
      clients: values.clients,
      think: values.think,
      requests: values.requests,
      maxPerBackend: values['max-per-backend'],
      maxConnections: values['max-connections'],
      queueMax: values['queue-max'],
      queueTimeout: values['queue-timeout'],
      backup: values.backup,
      rateLimit: values['rate-limit'],
      observe: values.observe,
      warmup: values.warmup,
      scenario,
    }),
  };
}

function refuseTwoLoops({ clients, load, think }: SimulationValues): void {
  if (clients !== undefined && load !== undefined)
    throw optionError(
      `--clients ${clients} and --load ${load.join(',')} cannot both be: in a closed loop the clients decide how many requests come; leave out one`,
    );
  if (clients === undefined && think !== undefined)
    throw optionError(
      `--think ${think} is about clients, of whom there are none: add --clients, or leave it out`,
    );
}

async function scenarioOf(values: SimulationValues): Promise<Scenario | undefined> {
  const patience: Partial<Patience> = defined({
    interval: values['health-check-interval'],
    timeout: values['health-check-timeout'],
    rise: values['health-check-rise'],
    fall: values['health-check-fall'],
    slowStart: values['slow-start'],
  });
  if (values.scenario !== undefined) return { ...(await loadScenario(values.scenario)), ...patience };
  const [pointless] = [
    'health-check-interval',
    'health-check-timeout',
    'health-check-rise',
    'health-check-fall',
    'slow-start',
    'observe',
  ].filter((name) => values[name as keyof SimulationValues] !== undefined);
  if (pointless !== undefined)
    throw optionError(
      `--${pointless} without a scenario does nothing, as nothing goes wrong: add one, such as --scenario crash-restart`,
    );
  return undefined;
}
