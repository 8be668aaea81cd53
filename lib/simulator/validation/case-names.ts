import { PLACEMENT_CASES } from './placement-cases.js';
import { QUEUEING_CASES } from './queueing-cases.js';

/** All cases, in the order in which they are told. */
export const CASES = [...QUEUEING_CASES, ...PLACEMENT_CASES].map(({ name, about }) => ({ name, about }));

/** What `--only` takes. */
export const CASE_NAMES: readonly string[] = CASES.map(({ name }) => name);
