import { ConnectionLog } from '../logging/connection-log.js';
import type { LogEntry } from '../logging/logger.js';
import { Throttle } from '../throttle.js';
import { followConnections } from './follow-connections.js';
import type { BalancerSubject } from './subject.js';

/** Events a second; a reader is told how many there were beyond that. */
const MOST_A_SECOND = 2000;

/** The event that tells a reader how many were left out. */
export const DROPPED = 'dropped';

/** An event that has no number, and cannot be asked for again. */
export interface PassingEvent {
  readonly event: string;
  /** Its fields as one JSON object. */
  readonly data: string;
}

/**
 * Tells of each connection of a balancer, also of those that the log sums up or leaves out; past 2,000 events a second of their
 * number, `dropped` {count}.
 *
 * @returns stops it
 */
export function feedConnections(
  subject: Pick<BalancerSubject, 'teller'>,
  listener: (event: PassingEvent) => void,
): () => void {
  const second = new Throttle();
  let told = 0;
  const tell = ({ event, level, message, fields }: LogEntry): void =>
    listener({
      event,
      data: JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...fields }),
    });
  const bounded = (entry: LogEntry): void => {
    if (second.passes(performance.now())) {
      const count = told - MOST_A_SECOND;
      told = 0;
      if (count > 0)
        tell({
          level: 'warn',
          event: DROPPED,
          message: `${count} events of connections were left out`,
          fields: { count },
        });
    }
    told += 1;
    if (told <= MOST_A_SECOND) tell(entry);
  };
  const log = new ConnectionLog('all', bounded);
  return followConnections(subject, {
    connection_open: (event) => log.opened(event),
    connection_moved: (event) => log.moved(event),
    connection_rerouted: (event) => log.rerouted(event),
    connection_close: (event) => log.closed(event),
  });
}
