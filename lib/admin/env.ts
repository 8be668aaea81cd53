import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Role } from './tokens.js';

/** What Hono is told of a request of `node:http`. */
export interface AdminEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** What who asks may do; undefined on a Unix socket, which only its user can open. */
    readonly role: Role | undefined;
  };
}

/** The HTTP API of a process. */
export type AdminApp = Hono<AdminEnv>;
