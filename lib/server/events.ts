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

/** What a `BackendServer` emits. */
export interface BackendServerEvents {
  listening: [ServerListeningEvent];
  connection_open: [{ client: string }];
  connection_close: [ServerConnectionCloseEvent];
  /** A client could not be accepted. */
  accept_failed: [{ reason: string }];
  /** The listener and every connection are closed; so many clients were served since it listened. */
  stopped: [{ connections: number }];
}
