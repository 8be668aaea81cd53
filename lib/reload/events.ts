import type { Problem } from '../yaml-document.js';
import type { ReloadPlan } from './plan.js';

/** What comes of each configuration that was to be applied. `file` is null for one that came over the admin API. */
export interface ConfigEvents {
  /** Something has changed, or would after a restart; the generation that the balancer's snapshot has now. */
  config_reloaded: [{ file: string | null; generation: number; plan: ReloadPlan }];
  /** It says what the last one said. */
  config_unchanged: [{ file: string | null; generation: number }];
  /** Nothing has changed: all that is wrong with it, in its order. */
  config_rejected: [{ file: string | null; errors: readonly Problem[] }];
}
