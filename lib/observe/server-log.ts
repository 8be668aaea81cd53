import { formatAddress } from '../net/address.js';
import type { BackendServer } from '../server/backend-server.js';
import type { BackendServerEvents } from '../server/events.js';
import { logEvents, type Lines } from './event-log.js';
import { count } from './format.js';
import type { Log } from './logger.js';

const lines = (mode: string): Lines<BackendServerEvents> => ({
  listening: ({ name, host, port }) => ({
    level: 'info',
    message: `${name} is listening on ${formatAddress({ host, port })}, mode ${mode}`,
  }),
  connection_open: ({ client }) => ({ level: 'debug', message: `${client} connected` }),
  connection_close: ({ client, bytesIn, bytesOut }) => ({
    level: 'debug',
    message: `${client} closed, ${bytesIn} B in, ${bytesOut} B out`,
  }),
  accept_failed: ({ reason }) => ({ level: 'error', message: `a client could not be accepted (${reason})` }),
  stopped: ({ connections }) => ({
    level: 'info',
    message: `stopped after ${count(connections, 'connection')}`,
  }),
});

/** Logs all that a backend tells. */
export function logServer(server: BackendServer, mode: string, log: Log): void {
  logEvents(server, lines(mode), log);
}
