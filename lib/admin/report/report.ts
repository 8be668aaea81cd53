import type { HistoryView } from '../../metrics/history-view.js';
import type { BalancerView } from '../balancer-views.js';

/** An event of a {@link Report}. */
export interface ReportedEvent {
  readonly event: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly message: string;
}

/** What a saved page says of a balancer. */
export interface Report {
  readonly name: string;
  /** Of lbsim. */
  readonly version: string;
  readonly startedAt: Date;
  readonly savedAt: Date;
  /** How far the history reaches back, in milliseconds. */
  readonly windowMs: number;
  readonly view: BalancerView;
  readonly history: HistoryView;
  /** The oldest first. */
  readonly events: readonly ReportedEvent[];
  /** The configuration in force, as YAML. */
  readonly config: string;
}
