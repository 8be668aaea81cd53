import { ofUnit } from './needs.js';
import { SIMULATION_TABLE } from './option-table.js';

const { choices: drawn, sample: sampled, 'ewma-decay': decay, 'load-lag': lag, vnodes } = SIMULATION_TABLE;

/** Those of one run: among several that are compared, another may have the algorithm that an option is for. */
export const PLAN_TABLE = {
  ...SIMULATION_TABLE,
  choices: { ...drawn, needs: [] },
  sample: { ...sampled, needs: [] },
  'ewma-decay': { ...decay, needs: ofUnit },
  'load-lag': { ...lag, needs: ofUnit },
  vnodes: { ...vnodes, needs: [] },
};
