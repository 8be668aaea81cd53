import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { plainIp } from '../net/address.js';
import { printable } from '../printable.js';
import { CLIENT_HEADER, CLIENTS } from './client-header.js';
import type { AdminEnv } from './env.js';
import type { Subject } from './subject.js';

/** A change that was asked for and made. */
export interface OperatedFields {
  /** What was done: `drain`, `weight`, … */
  readonly operation: string;
  /** The name of a backend, of a setting; a client. */
  readonly target?: string;
  readonly value?: unknown;
}

/** Logs a change, with who made it and from where. */
export function logOperated({ log }: Subject, context: Context<AdminEnv>, operated: OperatedFields): void {
  const { operation, target, value } = operated;
  const by = requester(context);
  const from = fromWhere(context.env);
  const what = [operation, target, value].filter((part) => part !== undefined).map(String);
  log({
    level: 'info',
    event: 'operated',
    message: `${what.map(printable).join(' ')}, by ${by} from ${from}`,
    fields: { ...operated, by, from },
  });
}

/** Who makes a change, for the layer of the operator: `ctl unix:1000`. */
export function signatureOf(context: Context<AdminEnv>): string {
  return `${requester(context)} ${fromWhere(context.env)}`;
}

function requester({ req }: Context<AdminEnv>): string {
  const given = req.header(CLIENT_HEADER);
  return CLIENTS.find((name) => name === given) ?? 'api';
}

/** A Unix socket has no address; only the user who runs the process can open it. */
function fromWhere({ incoming }: HttpBindings): string {
  const { remoteAddress } = incoming.socket;
  return remoteAddress === undefined ? `unix:${process.getuid?.() ?? 'user'}` : plainIp(remoteAddress);
}
