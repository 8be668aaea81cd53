import type { Address } from '../net/address.js';
import type { CheckResult } from './report.js';

export interface ConformanceEvents {
  /** The backend listens; from now on the balancer can reach it. */
  listening: [backend: Address];
  /** No connection has come through in the first second; the time for which it is tried in all. */
  waiting: [event: { readonly patienceMs: number }];
  check_started: [event: { readonly name: string; readonly nth: number; readonly of: number }];
  check_finished: [result: CheckResult];
}
