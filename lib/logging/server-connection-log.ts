import { nameList } from '../names.js';
import type { BackendServerEvents } from '../server/events.js';
import { FAULT_NAMES } from '../server/faults/faults.js';
import { count } from './format.js';
import type { LogConnections } from './levels.js';
import { LineBudget, type Counts } from './line-budget.js';
import type { Log } from './logger.js';

const FAULTS = Object.values(FAULT_NAMES);
const KINDS = ['opened', 'closed', 'unaccepted', ...FAULTS] as const;
type Kind = (typeof KINDS)[number];

/** Every line that a backend's connection can cause; in `auto`, what goes past the limit within a second is in a summary. */
export class ServerConnectionLog {
  readonly #log: Log;
  readonly #budget: LineBudget<Kind>;

  constructor(mode: LogConnections, log: Log) {
    this.#log = log;
    this.#budget = new LineBudget(mode, KINDS, (counts, cut) => {
      if (cut.length > 0) this.#summarise(counts, cut);
    });
  }

  opened(event: BackendServerEvents['connection_open'][0]): void {
    if (!this.#budget.takes('opened')) return;
    const message = `${event.client} connected`;
    this.#log({ level: 'debug', event: 'connection_open', message, fields: event });
  }

  closed(event: BackendServerEvents['connection_close'][0]): void {
    if (!this.#budget.takes('closed')) return;
    const message = `${event.client} closed, ${event.bytesIn} B in, ${event.bytesOut} B out`;
    this.#log({ level: 'debug', event: 'connection_close', message, fields: event });
  }

  fault(event: BackendServerEvents['fault'][0]): void {
    if (!this.#budget.takes(event.kind)) return;
    const message = `fault ${event.kind} strikes ${event.client}`;
    this.#log({ level: 'info', event: 'fault', message, fields: event });
  }

  acceptFailed(event: BackendServerEvents['accept_failed'][0]): void {
    if (!this.#budget.takes('unaccepted')) return;
    const message = `a client could not be accepted (${event.reason})`;
    this.#log({ level: 'error', event: 'accept_failed', message, fields: event });
  }

  /** Ends the second that is under way: says what is still unsaid. */
  flush(): void {
    this.#budget.flush();
  }

  /** At the level of the lines that it stands for. */
  #summarise(counts: Counts<Kind>, cut: readonly Kind[]): void {
    const { opened, closed, unaccepted } = counts;
    const struck = FAULTS.filter((kind) => counts[kind] > 0);
    const words = [
      `${count(opened, 'connection')} opened and ${closed} closed within a second`,
      ...(unaccepted > 0 ? [`${unaccepted} could not be accepted`] : []),
      ...(struck.length > 0 ? [`faults: ${nameList(struck.map((kind) => `${kind} ${counts[kind]}`))}`] : []),
    ];
    this.#log({
      level: cut.every((kind) => kind === 'opened' || kind === 'closed') ? 'debug' : 'info',
      event: 'connections_summary',
      message: words.join('; '),
      fields: {
        opened,
        closed,
        unaccepted,
        faults: Object.fromEntries(struck.map((kind) => [kind, counts[kind]])),
      },
    });
  }
}
