import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

/** What Hono is told of a request of `node:http`. */
export interface AdminEnv {
  readonly Bindings: HttpBindings;
}

/** The HTTP API of a process. */
export type AdminApp = Hono<AdminEnv>;
