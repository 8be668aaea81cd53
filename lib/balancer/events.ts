import type { HealthEvents } from '../health/health-monitor.js';
import type { PumpEnd } from '../net/connection-pump.js';

/**
 * Why a client's connection is over. Beside the pump's own ends: `no_backend`, none was active in time;
 * `connect_failed`, those that are active could not be reached; `client_gone`, the client left before it had a backend;
 * `drained`, the balancer stopped and the connection had not finished in time.
 */
export type ConnectionEnd = PumpEnd | 'no_backend' | 'connect_failed' | 'client_gone' | 'drained';

export interface ListeningEvent {
  host: string;
  port: number;
  algorithm: string;
  stickyKey: string;
  /** Names of all backends. */
  backends: string[];
  /** Names of those that are up. */
  activeServers: string[];
}

export interface ConnectionOpenEvent {
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

export interface ConnectionCloseEvent {
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

/** What a `Balancer` emits: health changes and the life of every connection. */
export interface BalancerEvents extends HealthEvents {
  listening: [ListeningEvent];
  connection_open: [ConnectionOpenEvent];
  /** The backend was lost before a byte had gone either way; the client was moved to another. */
  connection_moved: [ConnectionOpenEvent & { from: string }];
  connection_close: [ConnectionCloseEvent];
  /** No backend is up: clients wait. */
  no_active_servers: [{ backends: string[] }];
  /** A client could not be accepted. */
  accept_failed: [{ reason: string }];
  drain_started: [{ openConnections: number; drainTimeoutMs: number }];
  stopped: [{ drained: number }];
}
