import { COMMON } from '../../options/groups.js';
import { LIMIT_OPTIONS } from './limits.js';
import { POLICY_OPTIONS } from './policy.js';
import { RUN_OPTIONS } from './run.js';
import { SCENARIO_OPTIONS } from './scenario.js';
import { SYSTEM_OPTIONS } from './system.js';
import { WORKLOAD_OPTIONS } from './workload.js';

/** What `lbsim simulate` and `lbsim compare` both take. */
export const SIMULATION_OPTIONS = {
  ...SYSTEM_OPTIONS,
  ...WORKLOAD_OPTIONS,
  ...POLICY_OPTIONS,
  ...LIMIT_OPTIONS,
  ...SCENARIO_OPTIONS,
  ...RUN_OPTIONS,
  ...COMMON,
};
