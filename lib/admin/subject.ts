import type { EventEmitter } from 'node:events';
import type { BalancerControl } from '../control/balancer-control.js';
import type { ConnectionEvents } from '../control/events.js';
import type { Reloader } from '../reload/reloader.js';
import type { Log } from '../logging/logger.js';
import type { History } from '../metrics/history.js';
import type { MetricsPage } from '../metrics/metrics-page.js';
import type { PlaygroundControl } from '../playground/control.js';
import type { BackendServer } from '../server/backend-server.js';
import type { BalancerViews } from './balancer-views.js';
import type { EventRing } from './event-ring.js';
import type { PickListeners } from './pick-listeners.js';

/** What every process that can be asked has in common. */
interface Common {
  /** What it is called: that of a server, `HOST:PORT` of a balancer. */
  readonly name: string;
  /** Where its clients connect. */
  readonly address: { readonly host: string; readonly port: number };
  readonly startedAt: Date;
  readonly events: EventRing;
  readonly metrics: MetricsPage;
  readonly log: Log;
  /** Has it stop as at SIGTERM. @param drainMs - time that connections have to finish, instead of the configured one */
  readonly stop: (drainMs?: number) => void;
}

export interface BalancerSubject extends Common {
  readonly kind: 'balance';
  readonly balancer: BalancerControl;
  /** Tells of each connection: the balancer itself. */
  readonly teller: Pick<EventEmitter<ConnectionEvents>, 'on' | 'off'>;
  readonly views: BalancerViews;
  readonly listeners: PickListeners;
  readonly history: History;
  readonly workers: number;
  readonly config: Reloader;
  /** Whether it shares with others: {@link BalancerControl.cluster} says how it stands. @default false */
  readonly isInCluster?: boolean;
  /** Of `lbsim playground`. */
  readonly playground?: PlaygroundControl;
}

export interface ServerSubject extends Common {
  readonly kind: 'server';
  readonly server: BackendServer;
  readonly mode: string;
}

/** The process that an admin API is about. */
export type Subject = BalancerSubject | ServerSubject;
