import type { AlgorithmFailure } from '../schedulers/guarded.js';
import type { EventEmitter } from 'node:events';
import type { BalancerEvents } from '../control/events.js';
import { formatAddress } from '../net/address.js';
import type { WorkerGroupEvents } from '../workers/events.js';
import { CLUSTER_LINES } from './cluster-lines.js';
import { ConnectionLog } from './connection-log.js';
import { DISCOVERY_LINES } from './discovery-lines.js';
import { logEvents, type Lines } from './event-log.js';
import { formatMs } from '../units.js';
import { nameList } from '../names.js';
import { counted, partOf } from './format.js';
import type { LogConnections } from './levels.js';
import type { Log } from './logger.js';

const LINES: Lines<WorkerGroupEvents> = {
  listening: ({
    host,
    port,
    workers,
    algorithm,
    stickyKey,
    backends,
    activeServers,
    activeServersCount,
  }) => ({
    level: 'info',
    message:
      `listening on ${formatAddress({ host, port })}${workers > 1 ? ` with ${workers} workers` : ''}; algorithm ${algorithm}, sticky key ${stickyKey}; ` +
      `${partOf(activeServersCount, backends.length, 'backend')} active: ${nameList(activeServers, activeServersCount)}`,
  }),
  engine_unavailable: ({ engine, reason }) => ({
    level: 'debug',
    message: `engine ${engine} cannot be used here (${reason}): going on with node`,
  }),
  failover: ({ backend, reason, ejectedMs, activeServers, activeServersCount }) => ({
    level: 'warn',
    message: `failover: ${backend} is down (${reason})${ejectedMs === undefined ? '' : `, ejected for ${formatMs(ejectedMs)}`}; active: ${nameList(activeServers, activeServersCount)}`,
  }),
  failback: ({ backend, downMs, activeServers, activeServersCount }) => ({
    level: 'info',
    message: `failback: ${backend} is up again after ${formatMs(downMs)}; active: ${nameList(activeServers, activeServersCount)}`,
  }),
  addresses_changed: ({ backend, host, addresses }) => ({
    level: 'info',
    message: `addresses of ${backend} changed: ${host} is ${nameList(addresses)}`,
  }),
  ...DISCOVERY_LINES,
  ...CLUSTER_LINES,
  backend_removed: ({ backend, openConnections, left }) =>
    // What the operator removes is logged as the operator's doing.
    left && {
      level: 'info',
      message: `${backend} is removed${openConnections === 0 ? '' : `; keeping ${counted(openConnections, 'open connection')}`}`,
    },
  hold_ended: ({ reason, heldMs, released }) => ({
    level: reason === 'timeout' ? 'warn' : 'info',
    message: `hold ended ${reason === 'timeout' ? `after ${formatMs(heldMs)}` : 'as the balancer stops'}: ${counted(released, 'client')} released`,
  }),
  no_active_servers: () => ({ level: 'warn', message: 'no active backend: new clients wait' }),
  algorithm_failed: ({ algorithm, file, method, reason }) => ({
    level: 'warn',
    message: `algorithm ${file ?? algorithm} failed: ${reason}${remedyOf(method)}`,
  }),
  recording_full: ({ file, lines }) => ({
    level: 'warn',
    message: `recording '${file}' has ${counted(lines, 'line')}, the most it may have: it ends here`,
  }),
  recording_lost: ({ file, reason }) => ({
    level: 'error',
    message: `cannot write to recording '${file}' (${reason}): the balancer goes on without it`,
  }),
  listener_failed: ({ event, reason }) => ({
    level: 'error',
    message: `a listener of ${event} failed: ${reason}`,
  }),
  worker_started: ({ worker, pid }) => ({
    level: 'info',
    message: `worker ${worker} started as process ${pid}`,
  }),
  worker_lost: ({ worker, pid, reason, connections, waiting, restartMs }) => ({
    level: 'warn',
    message:
      `worker ${worker}${pid === undefined ? '' : ` (process ${pid})`} was lost: ${reason}; ${counted(connections, 'connection')}${waiting === 0 ? '' : ` and ${counted(waiting, 'waiting client')}`} with it` +
      (restartMs === null ? '' : `; another starts ${restartMs === 0 ? 'now' : `in ${formatMs(restartMs)}`}`),
  }),
  worker_unresponsive: ({ worker, pid, asked }) => ({
    level: 'warn',
    message:
      `worker ${worker}${pid === undefined ? '' : ` (process ${pid})`} did not answer within 500 ms: its connections ` +
      (asked === 'connections' ? 'are not listed' : 'were perhaps not closed'),
  }),
  drain_started: ({ openConnections, drainTimeoutMs }) => ({
    level: 'info',
    message:
      openConnections === 0
        ? 'draining: refusing new clients; no connection is open'
        : `draining: refusing new clients, waiting up to ${formatMs(drainTimeoutMs)} for ${counted(openConnections, 'open connection')}`,
  }),
  stopped: ({ drained }) => ({
    level: 'info',
    message: drained === 0 ? 'stopped' : `stopped; ${counted(drained, 'connection')} had to be closed`,
  }),
};

function remedyOf(method: AlgorithmFailure['method']): string {
  if (method === null) return '; round-robin picks from now on';
  return method === 'pick' ? '; round-robin picks instead' : '';
}

/** Logs all that a balancer tells, or a group of workers. */
export function logBalancer(
  balancer: EventEmitter<BalancerEvents> | EventEmitter<WorkerGroupEvents>,
  connections: LogConnections,
  log: Log,
): void {
  const teller = balancer as EventEmitter<WorkerGroupEvents>; // one without workers tells nothing of them
  const connectionLog = new ConnectionLog(connections, log);
  teller.on('connection_open', (event) => connectionLog.opened(event));
  teller.on('connection_moved', (event) => connectionLog.moved(event));
  teller.on('connection_rerouted', (event) => connectionLog.rerouted(event));
  teller.on('connection_close', (event) => connectionLog.closed(event));
  teller.on('max_connections_reached', (event) => connectionLog.placesTaken(event));
  teller.on('accept_failed', (event) => connectionLog.acceptFailed(event));
  teller.on('stopped', () => connectionLog.flush());
  // The first round of probes ends before the balancer listens.
  let since = ' at startup';
  teller.on('listening', () => (since = ''));
  const lines: Lines<WorkerGroupEvents> = {
    ...LINES,
    backend_down_at_start: ({ backend, reason }) => ({
      level: 'warn',
      message: `${backend} is down${since} (${reason})`,
    }),
  };
  logEvents(teller, lines, log);
}
