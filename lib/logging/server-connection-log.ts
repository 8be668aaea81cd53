import { failureText } from '../failure.js';
import { nameList } from '../names.js';
import type { BackendServerEvents } from '../server/events.js';
import { FAULT_NAMES } from '../server/faults/faults.js';
import { counted } from './format.js';
import type { LogConnections } from './levels.js';
import { LineBudget, type Counts } from './line-budget.js';
import type { Log } from './logger.js';

const FAULTS = Object.values(FAULT_NAMES);
const KINDS = [
  'line',
  'opened',
  'closed',
  'probe',
  'unaccepted',
  'queueFull',
  'unreachable',
  ...FAULTS,
] as const;
type Kind = (typeof KINDS)[number];
/** Those whose lines are at DEBUG. */
const CONNECTIONS: readonly Kind[] = ['line', 'opened', 'closed', 'probe'];

/** Every line that a backend's connection can cause; in `auto`, what goes past the limit within a second is in a summary. */
export class ServerConnectionLog {
  readonly #log: Log;
  readonly #budget: LineBudget<Kind>;

  constructor(mode: LogConnections, log: Log) {
    this.#log = log;
    this.#budget = new LineBudget(mode, KINDS, (counts, cut) => {
      if (cut.includes('line')) this.#summariseLines(counts);
      if (cut.some((kind) => kind !== 'line')) this.#summarise(counts, cut);
    });
  }

  line(event: BackendServerEvents['line_received'][0]): void {
    if (!this.#budget.takes('line')) return;
    const { client, text, cut } = event; // decoded now, and not for lines that are left out
    const message = `${client}: ${text}${cut ? '…' : ''}`;
    this.#log({ level: 'info', event: 'line_received', message, fields: { client, text, cut } });
  }

  opened(event: BackendServerEvents['connection_open'][0]): void {
    if (!this.#budget.takes('opened')) return;
    const message = `${event.client} connected`;
    this.#log({ level: 'debug', event: 'connection_open', message, fields: event });
  }

  closed(event: BackendServerEvents['connection_close'][0]): void {
    if (!this.#budget.takes(event.probe ? 'probe' : 'closed')) return;
    const message = event.probe
      ? `${event.client} was a probe: closed before a byte`
      : `${event.client} closed, ${event.bytesIn} B in, ${event.bytesOut} B out`;
    this.#log({ level: 'debug', event: 'connection_close', message, fields: event });
  }

  fault(event: BackendServerEvents['fault'][0]): void {
    if (!this.#budget.takes(event.kind)) return;
    const message = `fault ${event.kind} injected into ${event.client}`;
    this.#log({ level: 'info', event: 'fault', message, fields: event });
  }

  acceptFailed(event: BackendServerEvents['accept_failed'][0]): void {
    if (!this.#budget.takes('unaccepted')) return;
    const message = `a client could not be accepted (${event.reason})`;
    this.#log({ level: 'error', event: 'accept_failed', message, fields: event });
  }

  queueFull(event: BackendServerEvents['queue_full'][0]): void {
    if (!this.#budget.takes('queueFull')) return;
    const message = `no room in the queue for a request of ${event.client} (${event.waiting} waiting)`;
    this.#log({ level: 'warn', event: 'queue_full', message, fields: event });
  }

  targetUnreachable(event: BackendServerEvents['target_unreachable'][0]): void {
    if (!this.#budget.takes('unreachable')) return;
    const { client, to, reason } = event;
    const message = `cannot reach ${to} (${failureText(reason)}): ${client} was reset`;
    this.#log({ level: 'warn', event: 'target_unreachable', message, fields: event });
  }

  /** Ends the second that is under way: says what is still unsaid. */
  flush(): void {
    this.#budget.flush();
  }

  #summariseLines({ line: lines }: Counts<Kind>): void {
    const message = `${counted(lines, 'line')} received within a second`;
    this.#log({ level: 'info', event: 'lines_summary', message, fields: { lines } });
  }

  /** At the level of the lines that it stands for. */
  #summarise(counts: Counts<Kind>, cut: readonly Kind[]): void {
    const { closed, probe: probes, unaccepted, queueFull, unreachable } = counts;
    // What a connection is for is known when it closes; a probe that does so a second later is taken from that one.
    const opened = Math.max(0, counts.opened - probes);
    const struck = FAULTS.filter((kind) => counts[kind] > 0);
    const words = [
      `${counted(opened, 'connection')} opened and ${closed} closed within a second`,
      ...(probes > 0 ? [counted(probes, 'probe')] : []),
      ...(unaccepted > 0 ? [`${unaccepted} could not be accepted`] : []),
      ...(queueFull > 0 ? [`no room in the queue for ${counted(queueFull, 'request')}`] : []),
      ...(unreachable > 0 ? [`${unreachable} reset because the target could not be reached`] : []),
      ...(struck.length > 0 ? [`faults: ${nameList(struck.map((kind) => `${kind} ${counts[kind]}`))}`] : []),
    ];
    this.#log({
      level: cut.every((kind) => CONNECTIONS.includes(kind)) ? 'debug' : 'info',
      event: 'connections_summary',
      message: words.join('; '),
      fields: {
        opened,
        closed,
        probes,
        unaccepted,
        queueFull,
        unreachable,
        faults: Object.fromEntries(struck.map((kind) => [kind, counts[kind]])),
      },
    });
  }
}
