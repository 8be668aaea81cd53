import type { Backend } from './backend.js';

/** How the entry of a client stands. */
export interface Session {
  readonly key: string;
  readonly backend: Backend;
  /** Connections that the client has now. */
  readonly connections: number;
  /** What is left of its idle life, in milliseconds; below 0 once it has expired, Infinity while the client is connected. */
  readonly expiresInMs: number;
}
