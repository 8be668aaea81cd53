import type {
  BalancerEvents,
  ConnectionCloseEvent,
  ConnectionMovedEvent,
  ConnectionOpenEvent,
  ConnectionReroutedEvent,
} from '../control/events.js';
import { nameList } from '../names.js';
import { formatMs } from '../units.js';
import { counted } from './format.js';
import type { LogConnections } from './levels.js';
import { LineBudget, type Counts } from './line-budget.js';
import type { Log } from './logger.js';

const KINDS = ['opened', 'moved', 'closed'] as const;
type Kind = (typeof KINDS)[number];

/** Number of backends that the fields of a summary name. */
const BACKENDS_IN_SUMMARY = 100;

/** Every line that a connection can cause; in `auto`, what goes past the limit within a second is said in one summary at its end. */
export class ConnectionLog {
  readonly #log: Log;
  readonly #budget: LineBudget<Kind>;
  #openedAt = new Map<string, number>();

  constructor(mode: LogConnections, log: Log) {
    this.#log = log;
    this.#budget = new LineBudget(mode, KINDS, (counts, cut) => {
      if (cut.length > 0) this.#summarise(counts);
      this.#openedAt.clear();
    });
  }

  opened(event: ConnectionOpenEvent): void {
    this.#countOpened(event);
    if (!this.#budget.takes('opened')) return;
    const tries = event.attempts > 1 ? `, attempt ${event.attempts}` : '';
    const message = `${event.client} → ${event.backend} (${event.why}${tries})`;
    this.#log({ level: 'info', event: 'connection_open', message, fields: event });
  }

  moved(event: ConnectionMovedEvent): void {
    if (!this.#budget.takes('moved')) return;
    const { client, from, backend, why } = event;
    const message = `${client} moved from ${from} to ${backend} (${why}): nothing had passed yet`;
    this.#log({ level: 'info', event: 'connection_moved', message, fields: event });
  }

  rerouted(event: ConnectionReroutedEvent): void {
    if (!this.#budget.takes('moved')) return;
    const { client, from, backend, why, times } = event;
    const level = times === 1 ? 'warn' : 'info';
    const message = `${client} rerouted from ${from}, which was lost, to ${backend} (${why}): what had not been answered is lost`;
    this.#log({ level, event: 'connection_rerouted', message, fields: event });
  }

  closed(event: ConnectionCloseEvent): void {
    if (!this.#budget.takes('closed')) return;
    const { client, backend, durationMs, bytesIn, bytesOut, end, reason } = event;
    const message = `${client} ✕ ${backend ?? 'no backend'} (${end}${reason === undefined ? '' : `: ${reason}`}) after ${formatMs(durationMs)}, ${bytesIn} B in, ${bytesOut} B out`;
    this.#log({ level: 'info', event: 'connection_close', message, fields: event });
  }

  /** Said once a second at most, so that it is said in any flood. */
  placesTaken(event: BalancerEvents['max_connections_reached'][0]): void {
    if (!this.#budget.isOpen) return;
    const message = `connection limit reached (${counted(event.maxConnections, 'client')}); ${counted(event.queued, 'client')} waiting`;
    this.#log({ level: 'warn', event: 'max_connections_reached', message, fields: event });
  }

  /** Said once a second at most, so that it is said in any flood. */
  acceptFailed(event: BalancerEvents['accept_failed'][0]): void {
    if (!this.#budget.isOpen) return;
    const message = `clients cannot be accepted (${event.reason})`;
    this.#log({ level: 'error', event: 'accept_failed', message, fields: event });
  }

  /** Ends the second that is under way: says what is still unsaid. */
  flush(): void {
    this.#budget.flush();
  }

  #countOpened({ backend }: ConnectionOpenEvent): void {
    this.#openedAt.set(backend, (this.#openedAt.get(backend) ?? 0) + 1);
  }

  #summarise({ opened, moved, closed }: Counts<Kind>): void {
    const shares = [...this.#openedAt].sort(([, a], [, b]) => b - a).slice(0, BACKENDS_IN_SUMMARY);
    const words = shares.map(([name, share]) => `${name} ${share}`);
    const movedWords = moved > 0 ? `, ${moved} moved` : '';
    this.#log({
      level: 'info',
      event: 'connections_summary',
      message: `${counted(opened, 'connection')} opened (${nameList(words, this.#openedAt.size)})${movedWords} and ${closed} closed within a second`,
      fields: {
        opened,
        moved,
        closed,
        backends: Object.fromEntries(shares),
        backendsCount: this.#openedAt.size,
      },
    });
  }
}
