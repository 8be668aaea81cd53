import { formatAddress } from '../net/address.js';
import type { BackendServer } from '../server/backend-server.js';
import type { BackendServerEvents } from '../server/events.js';
import { FAULT_NAMES, type Faults } from '../server/faults/faults.js';
import type { QueueStats } from '../server/queue/service-queue.js';
import { logEvents, type Lines } from './event-log.js';
import { formatMs } from '../units.js';
import { nameList } from '../names.js';
import { counted } from './format.js';
import type { LogConnections } from './levels.js';
import type { Log } from './logger.js';
import { ServerConnectionLog } from './server-connection-log.js';

const lines = (mode: string): Lines<BackendServerEvents> => ({
  listening: ({ name, host, port }) => ({
    level: 'info',
    message: `${name} is listening on ${formatAddress({ host, port })}, mode ${mode}`,
  }),
  faults_changed: ({ faults }) => ({ level: 'info', message: `faults: ${inWords(faults)}` }),
  stopped: ({ connections, queue }) => ({
    level: 'info',
    message: `stopped after ${counted(connections, 'connection')}${queue === undefined ? '' : queueText(queue)}`,
  }),
});

/** `; 12 requests answered, 3 refused, 0 abandoned; mean latency 80 ms, mean service time 50 ms`. */
function queueText({ answered, refused, abandoned, meanLatencyMs, meanServiceMs }: QueueStats): string {
  const counts = `; ${counted(answered, 'request')} answered, ${refused} refused, ${abandoned} abandoned`;
  if (meanLatencyMs === null || meanServiceMs === null) return counts;
  return `${counts}; mean latency ${formatMs(meanLatencyMs)}, mean service time ${formatMs(meanServiceMs)}`;
}

/** Faults as the command line has them: `latency 300 ms, refuse-ratio 0.2, hang`. */
function inWords(faults: Partial<Faults>): string {
  const words = Object.entries(faults).map(([key, value]) => {
    const name = FAULT_NAMES[key as keyof Faults];
    if (value === true) return name;
    return `${name} ${key.endsWith('Ms') ? formatMs(Number(value)) : value}`;
  });
  return nameList(words);
}

/** Logs all that a backend tells; of its connections, what `connections` says. */
export function logServer(server: BackendServer, mode: string, connections: LogConnections, log: Log): void {
  const connectionLog = new ServerConnectionLog(connections, log);
  if (connections !== 'none') server.on('line_received', (event) => connectionLog.line(event));
  server.on('connection_open', (event) => connectionLog.opened(event));
  server.on('connection_close', (event) => connectionLog.closed(event));
  server.on('fault', (event) => connectionLog.fault(event));
  server.on('accept_failed', (event) => connectionLog.acceptFailed(event));
  server.on('queue_full', (event) => connectionLog.queueFull(event));
  server.on('target_unreachable', (event) => connectionLog.targetUnreachable(event));
  server.on('stopped', () => connectionLog.flush());
  logEvents(server, lines(mode), log);
}
