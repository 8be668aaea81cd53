import type { EventSink } from '../event-sink.js';
import { chooseTransport } from '../transport/choose-transport.js';
import type { Transport } from '../transport/transport.js';
import type { BalancerEvents } from './events.js';
import type { ResolvedOptions } from './options.js';

/**
 * What is to carry the connections of a balancer.
 *
 * @throws LbsimError `ERR_ENGINE` of kind `usage` for an engine that cannot be used here
 */
export function transportOf(
  { engine }: Pick<ResolvedOptions, 'engine'>,
  events: EventSink<Pick<BalancerEvents, 'engine_unavailable'>>,
): Promise<Transport> {
  return chooseTransport(engine, (reason) => events.emit('engine_unavailable', { engine: 'epoll', reason }));
}
