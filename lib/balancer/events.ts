import type { HealthEvents } from '../health/health-monitor.js';
import type { PumpEnd } from '../net/connection-pump.js';

/**
 * Why a client's connection is over. Beside the pump's own ends: `no_backend`, none was active in time;
 * `connect_failed`, those that are active could not be reached; `client_gone`, the client left before it had a backend;
 * `drained`, the balancer stopped and the connection had not finished in time; `denied`, the client's address is not one
 * that may connect.
 */
export type ConnectionEnd = PumpEnd | 'no_backend' | 'connect_failed' | 'client_gone' | 'drained' | 'denied';

export interface ListeningEvent {
  host: string;
  port: number;
  /** Processes that accept clients. */
  workers: number;
  algorithm: string;
  stickyKey: string;
  /** Names of all backends. */
  backends: string[];
  /** Names of those that are up. */
  activeServers: string[];
}

/** Which of several processes it happened in, from 1 up; absent where there is one. */
interface InWorker {
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
}

/** The life of clients and their connections. */
export interface ConnectionEvents {
  connection_open: [ConnectionOpenEvent];
  /** The backend was lost before a byte had gone either way; the client was moved to another. */
  connection_moved: [ConnectionMovedEvent];
  connection_close: [ConnectionCloseEvent];
  /** A client could not be accepted. */
  accept_failed: [{ reason: string } & InWorker];
}

/** Whoever is told of events: an emitter of these, perhaps of others too. */
export interface Told<Events extends Record<keyof Events, [object]>> {
  emit<Name extends keyof Events>(name: Name, ...payload: Events[Name]): unknown;
}

/** What a `Balancer` emits: health changes, the life of every connection, its own. */
export interface BalancerEvents extends HealthEvents, ConnectionEvents {
  listening: [ListeningEvent];
  /** No backend is up: clients wait. */
  no_active_servers: [{ backends: string[] }];
  drain_started: [{ openConnections: number; drainTimeoutMs: number }];
  stopped: [{ drained: number }];
}
