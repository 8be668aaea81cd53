import type { Backend } from './backend.js';

/** Where a connection goes, and by which rule. */
export interface Route {
  readonly backend: Backend;
  /** `sticky`, or the scheduler's rule. */
  readonly why: string;
  /** What the scheduler drew at random and compared, if it was asked for. */
  readonly drawn?: readonly Backend[];
}
