import { LbsimError } from '../errors.js';
import type { EngineChoice } from './engines.js';
import { epollTransport } from './epoll/epoll-transport.js';
import { NODE_TRANSPORT } from './node/node-transport.js';
import type { Transport } from './transport.js';

/**
 * The transport that is asked for. Native code is loaded only where epoll is asked for, or may be taken.
 *
 * @param noEpoll - told why it is not epoll, where either would do
 * @throws LbsimError `ERR_ENGINE` of kind `usage` where epoll is asked for and cannot be used here
 */
export async function chooseTransport(
  choice: EngineChoice,
  noEpoll: (reason: string) => void,
): Promise<Transport> {
  if (choice === 'node') return NODE_TRANSPORT;
  const epoll = await epollTransport();
  if (typeof epoll !== 'string') return epoll;
  if (choice === 'epoll')
    throw new LbsimError(
      'ERR_ENGINE',
      `engine epoll cannot be used here (${epoll}): use node, or auto, which takes epoll where it can`,
      { kind: 'usage' },
    );
  noEpoll(epoll);
  return NODE_TRANSPORT;
}
