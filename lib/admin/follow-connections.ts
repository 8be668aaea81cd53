import type { ConnectionEvents } from '../control/events.js';
import type { BalancerSubject } from './subject.js';

/** What is to be done with the events of connections that are of interest. */
type ConnectionHandlers = {
  readonly [Name in keyof ConnectionEvents]?: (...event: ConnectionEvents[Name]) => void;
};

/** Has a balancer tell of each connection. @returns stops it */
export function followConnections(
  { teller }: Pick<BalancerSubject, 'teller'>,
  handlers: ConnectionHandlers,
): () => void {
  const all = Object.entries(handlers);
  for (const [name, handler] of all) teller.on(name as never, handler as never);
  return () => {
    for (const [name, handler] of all) teller.off(name as never, handler as never);
  };
}
