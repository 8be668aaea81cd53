import { defined } from '../../defined.js';
import { libraryOptions } from '../../schema/library.js';
import { SIMULATION_TABLE } from '../../simulator/plan/option-table.js';
import type { SimulationOptions } from '../../simulator/plan/options.js';
import { meanService } from '../../simulator/plan/service-mean.js';
import { inServiceMeans } from '../../simulator/plan/virtual-time.js';
import { loadScenario } from '../../simulator/scenarios/load-scenario.js';
import type { TimeSettings, Scenario } from '../../simulator/scenarios/scenario.js';
import type { SIMULATION_OPTIONS } from '../commands/simulation-options.js';
import { without, type Values } from '../../schema/option.js';

const TABLE = without(SIMULATION_TABLE, 'algorithm', 'load');

export type SimulationValues = Values<typeof SIMULATION_OPTIONS>;

/** What a command line asks for, but for the algorithm and the load, of which there may be several. */
export type CommonSimulation = Omit<SimulationOptions, 'algorithm' | 'load'>;

/** @throws LbsimError of kind `usage` for a scenario that is not there or makes no sense */
export async function simulationOptionsOf(values: SimulationValues): Promise<CommonSimulation> {
  const scenario = await scenarioOf(values);
  return { ...libraryOptions(TABLE, values), ...defined({ scenario }) };
}

async function scenarioOf(values: SimulationValues): Promise<Scenario | undefined> {
  const mean = meanService(values['service-mean']);
  const inMeans = (
    name: 'health-check-interval' | 'health-check-timeout' | 'slow-start',
  ): number | undefined => {
    const given = values[name];
    return given === undefined ? undefined : inServiceMeans(`--${name}`, given, mean);
  };
  const patience: Partial<TimeSettings> = defined({
    interval: inMeans('health-check-interval'),
    timeout: inMeans('health-check-timeout'),
    rise: values['health-check-rise'],
    fall: values['health-check-fall'],
    slowStart: inMeans('slow-start'),
  });
  return values.scenario === undefined
    ? undefined
    : { ...(await loadScenario(values.scenario)), ...patience };
}
