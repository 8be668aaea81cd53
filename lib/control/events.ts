import type { Engine } from '../transport/engines.js';
import type { ClusterEvents } from '../cluster/events.js';
import type { DiscoveryEvents } from '../discovery/events.js';
import type { HealthEvents } from '../health/health-events.js';
import type { IsolatingEvents } from '../isolating-emitter.js';
import type { PumpEnd } from '../transport/pump-events.js';
import type { RecordingEvents } from '../recording/events.js';
import type { ActiveServers } from '../routing/active-servers.js';
import type { Rejection } from '../dispatch/dispatcher.js';
import type { AdminState } from '../routing/backend.js';
import type { SettingsAsJson } from './overrides.js';
import type { By } from './signed.js';
import type { SessionChange } from '../routing/journal.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { AlgorithmFailure } from '../schedulers/guarded.js';

/** Why a client's connection is over. */
export type ConnectionEnd =
  | PumpEnd
  | Rejection
  /** No backend was active in time. */
  | 'no_backend'
  /** Those that are active could not be reached. */
  | 'connect_failed'
  /** It had no place in time. */
  | 'queue_timeout'
  /** The client left before it had a backend. */
  | 'client_gone'
  /** No byte passed for too long; or none did after one side had finished. */
  | 'idle_timeout'
  | 'half_close_timeout'
  /** Its backend was marked down, and such connections are to be closed. */
  | 'backend_down'
  /** The operator closed it. */
  | 'closed_by_operator'
  /** The balancer stopped, and the connection had not finished in time. */
  | 'drained'
  /** The client's address is not one that may connect. */
  | 'denied'
  /** The proxy that it came through sent no valid PROXY header. */
  | 'bad_proxy_header'
  /** This process or machine has no file descriptor left for a connection to a backend. */
  | 'too_many_open_files';

export interface ListeningEvent extends ActiveServers {
  host: string;
  port: number;
  /** Processes that accept clients. */
  workers: number;
  /** What carries the connections. */
  engine: Engine;
  /** A name of the scheduler table, or that of an algorithm of one's own. */
  algorithm: string;
  stickyKey: string;
  /** Names of all backends. */
  backends: string[];
}

/** Which of several processes it happened in, from 1 up; absent where there is one. */
export interface InWorker {
  worker?: number;
}

export interface ConnectionOpenEvent extends InWorker {
  /** `address:port`. */
  client: string;
  backend: string;
  /** The rule that chose: `sticky`, `round-robin`, … */
  why: string;
  /** Whether SESSION_MAP chose. */
  sticky: boolean;
  /** Backends tried, this one included. */
  attempts: number;
}

export interface ConnectionMovedEvent extends ConnectionOpenEvent {
  /** The backend that was lost. */
  from: string;
}

export interface ConnectionReroutedEvent extends ConnectionMovedEvent {
  /** How often this client was rerouted, from 1 up. */
  times: number;
}

export interface ConnectionCloseEvent extends InWorker {
  client: string;
  /** Null when the client never had one. */
  backend: string | null;
  durationMs: number;
  /** From the client, passed on to the backend. */
  bytesIn: number;
  /** From the backend, passed on to the client. */
  bytesOut: number;
  end: ConnectionEnd;
  /** More about an end that needs it, in words. */
  reason?: string;
}

/** The life of clients and their connections. */
export interface ConnectionEvents {
  connection_open: [ConnectionOpenEvent];
  /** The backend was lost before a byte had gone either way; the client was moved to another. */
  connection_moved: [ConnectionMovedEvent];
  /** The backend was lost, and the live client was moved to another; what had not been answered is lost. */
  connection_rerouted: [ConnectionReroutedEvent];
  connection_close: [ConnectionCloseEvent];
  /** Clients cannot be accepted or connected to a backend because this machine lacks a resource. At most once a second. */
  accept_failed: [{ reason: string } & InWorker];
}

/** What the operator has changed while the balancer runs. */
export interface OperationEvents {
  backend_added: [{ backend: string; host: string; port: number; weight: number; backup: boolean } & By];
  /** The number of its connections that are kept; `left`: it was leaving, as its source or the configuration no longer named it. */
  backend_removed: [{ backend: string; openConnections: number; left?: true } & ActiveServers & By];
  /** New weight, connection limit, admin state or part, of a backup or not. `backend` null: of all backends; `maxConnections` null: unlimited. */
  backend_changed: [
    {
      backend: string | null;
      weight?: number;
      maxConnections?: number | null;
      admin?: AdminState;
      backup?: boolean;
    } & Partial<ActiveServers> &
      By,
  ];
  algorithm_changed: [{ algorithm: string } & SchedulerOptions & By];
  /** A hold of newcomers ended without the operator: after 15 minutes, or as the balancer stops. Those that were let go. */
  hold_ended: [{ reason: 'timeout' | 'stopping'; heldMs: number; released: number }];
  /** Settings other than `maxPerBackend`, which is a `backend_changed`; the values in force, also of one whose override ended. */
  settings_changed: [{ settings: Partial<SettingsAsJson> } & By];
  /**
   * SESSION_MAP was changed by the operator: a client was pinned to a backend or forgotten, or all of a backend or of all
   * (`backend` null) were; the number of entries.
   */
  sessions_changed: [
    { change: SessionChange; key: string | null; backend: string | null; sessions: number } & By,
  ];
}

/** An algorithm of one's own went wrong. */
export interface AlgorithmFailedEvent extends AlgorithmFailure {
  algorithm: string;
  /** Its module; null for one that was handed to the library as a value. */
  file: string | null;
}

/** What a `Balancer` emits: health changes, the life of every connection, its own. */
export interface BalancerEvents
  extends
    HealthEvents,
    DiscoveryEvents,
    ClusterEvents,
    ConnectionEvents,
    OperationEvents,
    RecordingEvents,
    IsolatingEvents {
  listening: [ListeningEvent];
  /** It goes on sockets of Node, as the other engine cannot be used here. Before `listening`, where either would do. */
  engine_unavailable: [{ engine: 'epoll'; reason: string }];
  /** The host name of a backend has other addresses than before. */
  addresses_changed: [{ backend: string; host: string; addresses: string[] }];
  /** No backend is up: clients wait. The first 100 names, and how many there are. */
  no_active_servers: [{ backends: string[]; backendsCount: number }];
  /** The connection limit is reached; the number of clients that wait for a slot. At most once a second. */
  max_connections_reached: [{ maxConnections: number; queued: number }];
  /**
   * A call of an algorithm of one's own went wrong; if it was a pick, round-robin made it. At most once a second for each
   * method and kind of failure.
   */
  algorithm_failed: [AlgorithmFailedEvent];
  drain_started: [{ openConnections: number; drainTimeoutMs: number }];
  stopped: [{ drained: number }];
}
