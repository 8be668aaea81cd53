import type { EngineChoice } from '../../lib/transport/engines.js';

/** That of this run, as the environment has it for balancers that are processes of their own. */
export const ENGINE = (process.env.LBSIM_ENGINE ?? 'auto') as EngineChoice;
