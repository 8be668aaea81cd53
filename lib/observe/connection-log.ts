import type { ConnectionCloseEvent, ConnectionOpenEvent } from '../balancer/events.js';
import { formatMs } from '../units.js';
import { count, names } from './format.js';
import type { LogConnections } from './levels.js';
import type { Log } from './logger.js';

/** In `auto`, so many openings and so many closings a second have a line of their own. */
const LINES_A_SECOND = 50;
const WINDOW_MS = 1000;

/** Lines for connections; in `auto`, what goes past the limit within a second is told in one summary at its end. */
export class ConnectionLog {
  readonly #mode: LogConnections;
  readonly #log: Log;
  #opened = 0;
  #closed = 0;
  #openedAt = new Map<string, number>();
  #window: NodeJS.Timeout | undefined;

  constructor(mode: LogConnections, log: Log) {
    this.#mode = mode;
    this.#log = log;
  }

  opened(event: ConnectionOpenEvent): void {
    this.#count();
    this.#openedAt.set(event.backend, (this.#openedAt.get(event.backend) ?? 0) + 1);
    if (!this.#loggable(++this.#opened)) return;
    const tries = event.attempts > 1 ? `, attempt ${event.attempts}` : '';
    const message = `${event.client} → ${event.backend} (${event.why}${tries})`;
    this.#log({ level: 'info', event: 'connection_open', message, fields: event });
  }

  closed(event: ConnectionCloseEvent): void {
    this.#count();
    if (!this.#loggable(++this.#closed)) return;
    const { client, backend, durationMs, bytesIn, bytesOut, end, reason } = event;
    const message = `${client} ✕ ${backend ?? 'no backend'} (${end}${reason === undefined ? '' : `: ${reason}`}) after ${formatMs(durationMs)}, ${bytesIn} B in, ${bytesOut} B out`;
    this.#log({ level: 'info', event: 'connection_close', message, fields: event });
  }

  /** Ends the second that is under way: says what is still untold. */
  flush(): void {
    clearTimeout(this.#window);
    this.#window = undefined;
    const [opened, closed, openedAt] = [this.#opened, this.#closed, this.#openedAt];
    this.#opened = 0;
    this.#closed = 0;
    this.#openedAt = new Map();
    if (this.#mode !== 'auto' || Math.max(opened, closed) <= LINES_A_SECOND) return;
    const shares = [...openedAt].sort(([, a], [, b]) => b - a).map(([name, share]) => `${name} ${share}`);
    this.#log({
      level: 'info',
      event: 'connections_summary',
      message: `${count(opened, 'connection')} opened (${names(shares)}) and ${closed} closed within a second`,
      fields: { opened, closed, backends: Object.fromEntries(openedAt) },
    });
  }

  #loggable(nth: number): boolean {
    return this.#mode === 'all' || (this.#mode === 'auto' && nth <= LINES_A_SECOND);
  }

  #count(): void {
    if (this.#mode === 'auto') this.#window ??= setTimeout(() => this.flush(), WINDOW_MS).unref();
  }
}
