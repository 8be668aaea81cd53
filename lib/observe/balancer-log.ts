import type { EventEmitter } from 'node:events';
import type { BalancerEvents } from '../balancer/events.js';
import { formatAddress } from '../net/address.js';
import type { WorkerGroupEvents } from '../workers/events.js';
import { ConnectionLog } from './connection-log.js';
import { logEvents, type Lines } from './event-log.js';
import { formatMs } from '../units.js';
import { count, names } from './format.js';
import type { LogConnections } from './levels.js';
import type { Log } from './logger.js';

const LINES: Lines<WorkerGroupEvents> = {
  listening: ({ host, port, workers, algorithm, stickyKey, backends, activeServers }) => ({
    level: 'info',
    message:
      `listening on ${formatAddress({ host, port })}${workers > 1 ? ` with ${workers} workers` : ''}; algorithm ${algorithm}, sticky key ${stickyKey}; ` +
      `${activeServers.length} of ${count(backends.length, 'backend')} active: ${names(activeServers)}`,
  }),
  backend_down_at_start: ({ backend, reason }) => ({
    level: 'warn',
    message: `${backend} is down at the start (${reason})`,
  }),
  failover: ({ backend, reason, activeServers }) => ({
    level: 'warn',
    message: `failover: ${backend} is down (${reason}); active: ${names(activeServers)}`,
  }),
  failback: ({ backend, downMs, activeServers }) => ({
    level: 'info',
    message: `failback: ${backend} is up again after ${formatMs(downMs)}; active: ${names(activeServers)}`,
  }),
  addresses_changed: ({ backend, host, addresses }) => ({
    level: 'info',
    message: `addresses of ${backend} changed: ${host} is ${names(addresses)}`,
  }),
  no_active_servers: () => ({ level: 'warn', message: 'no backend is up: clients wait until one is' }),
  connection_moved: ({ client, from, backend, why }) => ({
    level: 'info',
    message: `${client} moved from ${from} to ${backend} (${why}): nothing had passed yet`,
  }),
  connection_rerouted: ({ client, from, backend, why, times }) => ({
    level: times === 1 ? 'warn' : 'info',
    message: `${client} rerouted from ${from}, which was lost, to ${backend} (${why}): what had not been answered is lost`,
  }),
  max_connections_reached: ({ maxConnections, queued }) => ({
    level: 'warn',
    message: `${count(maxConnections, 'client')} served, the most there may be; ${count(queued, 'client')} waiting`,
  }),
  accept_failed: ({ reason }) => ({ level: 'error', message: `clients cannot be accepted (${reason})` }),
  recording_full: ({ file, lines }) => ({
    level: 'warn',
    message: `recording '${file}' has ${count(lines, 'line')}, the most it may have: it ends here`,
  }),
  recording_lost: ({ file, reason }) => ({
    level: 'error',
    message: `recording '${file}' can be written no more (${reason}): the balancer goes on without it`,
  }),
  listener_failed: ({ event, reason }) => ({
    level: 'error',
    message: `a listener of ${event} failed: ${reason}`,
  }),
  worker_started: ({ worker, pid }) => ({
    level: 'info',
    message: `worker ${worker} started as process ${pid}`,
  }),
  worker_lost: ({ worker, pid, reason, connections, restartMs }) => ({
    level: 'warn',
    message:
      `worker ${worker}${pid === undefined ? '' : ` (process ${pid})`} was lost: ${reason}; ${count(connections, 'connection')} with it` +
      (restartMs === null ? '' : `; another starts ${restartMs === 0 ? 'now' : `in ${formatMs(restartMs)}`}`),
  }),
  drain_started: ({ openConnections, drainTimeoutMs }) => ({
    level: 'info',
    message: `stopping: no new clients; ${count(openConnections, 'connection')} may finish within ${formatMs(drainTimeoutMs)}`,
  }),
  stopped: ({ drained }) => ({
    level: 'info',
    message: drained === 0 ? 'stopped' : `stopped; ${count(drained, 'connection')} had to be closed`,
  }),
};

/** Logs all that a balancer tells, or a group of workers. */
export function logBalancer(
  balancer: EventEmitter<BalancerEvents> | EventEmitter<WorkerGroupEvents>,
  connections: LogConnections,
  log: Log,
): void {
  const teller = balancer as EventEmitter<WorkerGroupEvents>; // one without workers tells nothing of them
  const connectionLog = new ConnectionLog(connections, log);
  teller.on('connection_open', (event) => connectionLog.opened(event));
  teller.on('connection_close', (event) => connectionLog.closed(event));
  teller.on('stopped', () => connectionLog.flush());
  logEvents(teller, LINES, log);
}
