import { formatAddress } from '../net/address.js';
import type { BackendServer } from '../server/backend-server.js';
import type { BackendServerEvents } from '../server/events.js';
import { FAULT_NAMES, type Faults } from '../server/faults/faults.js';
import { logEvents, type Lines } from './event-log.js';
import { formatMs } from '../units.js';
import { count, names } from './format.js';
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
  fault: ({ kind, client }) => ({ level: 'info', message: `fault ${kind} strikes ${client}` }),
  faults_changed: ({ faults }) => ({ level: 'info', message: `faults: ${inWords(faults)}` }),
  accept_failed: ({ reason }) => ({ level: 'error', message: `a client could not be accepted (${reason})` }),
  stopped: ({ connections }) => ({
    level: 'info',
    message: `stopped after ${count(connections, 'connection')}`,
  }),
});

/** Faults as the command line has them: `latency 300 ms, refuse-ratio 0.2, hang`. */
function inWords(faults: Partial<Faults>): string {
  const words = Object.entries(faults).map(([key, value]) => {
    const name = FAULT_NAMES[key as keyof Faults];
    if (value === true) return name;
    return `${name} ${key.endsWith('Ms') ? formatMs(Number(value)) : value}`;
  });
  return names(words);
}

/** Logs all that a backend tells. */
export function logServer(server: BackendServer, mode: string, log: Log): void {
  logEvents(server, lines(mode), log);
}
