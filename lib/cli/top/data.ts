import type { BalancerView } from '../../admin/balancer-views.js';
import type { LiveConnection } from '../../control/live-connection.js';
import type { ExplainedPick } from '../../control/picks.js';
import type { SessionEntry } from '../../control/session-operations.js';
import type { ConnectionRates } from '../backends/backend-columns.js';
import type { Identity } from '../backends/standing.js';
import type { EventItem } from '../ctl/event-text.js';

/** What a server process says of itself. */
export interface ServerState {
  readonly name: string;
  readonly open: number;
  readonly served: number;
  readonly probes: number;
  readonly faults: Readonly<Record<string, unknown>>;
}

/** The process that is shown, as far as it is known. */
export interface TopData {
  readonly identity: Identity;
  /** Of a balancer. */
  readonly balancer: BalancerView | undefined;
  /** Of a server. */
  readonly server: ServerState | undefined;
  readonly rates: ConnectionRates;
  /** The oldest first. */
  readonly events: readonly EventItem[];
  readonly connections: readonly LiveConnection[];
  readonly sessions: readonly SessionEntry[];
  readonly picks: readonly ExplainedPick[];
  /** Why it cannot be asked, and since when, in ms since 1970. */
  readonly lost: { readonly reason: string; readonly since: number } | undefined;
  /** When it was last heard of, in ms since 1970. */
  readonly heardAt: number;
}
