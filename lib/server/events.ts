import type { FaultKind, Faults } from './faults/faults.js';

export interface ServerListeningEvent {
  /** What the server answers as. */
  name: string;
  host: string;
  port: number;
}

export interface ServerConnectionCloseEvent {
  /** `address:port`. */
  client: string;
  /** From the client. */
  bytesIn: number;
  /** To the client. */
  bytesOut: number;
}

/** How a `BackendServer` stands. */
export interface BackendServerStats {
  /** Undefined until it listens, if none was given. */
  name: string | undefined;
  /** Clients that are being served now. */
  open: number;
  /** Clients that came while it was frozen. */
  leftAlone: number;
  /** Clients that were or are being served. */
  served: number;
  /** The faults that are on. */
  faults: Partial<Faults>;
}

/** What a `BackendServer` emits. */
export interface BackendServerEvents {
  listening: [ServerListeningEvent];
  connection_open: [{ client: string }];
  connection_close: [ServerConnectionCloseEvent];
  /** A fault has struck a client: of one kind, once a connection. */
  fault: [{ kind: FaultKind; client: string }];
  /** It was told to misbehave otherwise; the faults that are on now. */
  faults_changed: [{ faults: Partial<Faults> }];
  /** A client could not be accepted. */
  accept_failed: [{ reason: string }];
  /** The listener and every connection are closed; so many clients were served since it listened. */
  stopped: [{ connections: number }];
}
