import type { FAULT_TABLE } from '../../lib/server/faults/faults.js';

/** What the admin API says, in the types of the code that says it. */
export type { BackendView } from '../../lib/admin/backend-view.js';
export type { BalancerView } from '../../lib/admin/balancer-views.js';
export type { BackendDelta, Delta } from '../../lib/admin/live/delta.js';
export type { ConnectionStep, ConnectionSteps } from '../../lib/admin/live/connection-sample.js';
export type { ClusterStanding } from '../../lib/cluster/standing.js';
export type { Loop } from '../../lib/playground/load/settings.js';
export type { HoldStep } from '../../lib/control/hold-operations.js';
export type { ExplainedPick } from '../../lib/control/picks.js';
export type { BackendState } from '../../lib/control/backend-state.js';
export type { LiveConnection } from '../../lib/control/live-connection.js';
export type { ProbeOutcome } from '../../lib/control/probe-outcome.js';
export type { ConfigDifference } from '../../lib/reload/config-diff.js';
export type { PlannedChange, ReloadPlan } from '../../lib/reload/plan.js';
export type { SessionEntry } from '../../lib/control/session-operations.js';
export type { PlaygroundView, ProcessView } from '../../lib/playground/control.js';
export type { HistoryView } from '../../lib/metrics/history-view.js';
export type { Algorithm } from '../../lib/schedulers/index.js';
export type {
  ConsideredBackend,
  ExplainedHashPlace,
  ExplainedPlace,
  Explanation,
} from '../../lib/routing/explanation.js';

/** `GET /v1`. */
export interface Identity {
  readonly name: string;
  readonly version: string;
  readonly startedAt: string;
  readonly address: { readonly host: string; readonly port: number };
  readonly workers: number;
  readonly stickyKey: string;
  readonly role: 'operate' | 'view';
  readonly playground?: true;
  /** It shares with others: `GET /v1/cluster`. */
  readonly cluster?: true;
}

/** An event of the balancer, with its fields. */
export interface LabEvent {
  readonly id: number;
  readonly event: string;
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly backend?: string;
  /** What was changed, of `operated` and `scene_step`. */
  readonly operation?: string;
}

/** The name of a fault of `lbsim server`. */
export type FaultName = keyof typeof FAULT_TABLE;
