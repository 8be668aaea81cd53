import { EpollEngine } from '../../lib/transport/epoll/epoll-engine.js';
import { EpollTransport } from '../../lib/transport/epoll/epoll-transport.js';
import { unsupported } from '../../lib/transport/epoll/self-test.js';
import { NODE_TRANSPORT } from '../../lib/transport/node/node-transport.js';
import type { ClientConnection, Transport } from '../../lib/transport/transport.js';
import type { Register } from './rig.js';

/** All that this machine has. */
export const TRANSPORTS: readonly (readonly [string, Transport])[] = [
  ['node', NODE_TRANSPORT],
  ...(unsupported() === undefined ? [['epoll', new EpollTransport(new EpollEngine())] as const] : []),
];

/** Listens on a port of its own, and has those who come handed over in turn. */
export async function listening(
  transport: Transport,
  register: Register,
  host = '127.0.0.1',
): Promise<{ readonly port: number; readonly next: () => Promise<ClientConnection> }> {
  const come: ClientConnection[] = [];
  const waiting: ((client: ClientConnection) => void)[] = [];
  const listener = transport.newListener({
    accepted: (client) => {
      register(() => client.destroy('reset'));
      const wait = waiting.shift();
      if (wait === undefined) come.push(client);
      else wait(client);
    },
    starved: (reason) => {
      throw new Error(reason);
    },
  });
  const { port } = await listener.listen({ host, port: 0 });
  register(() => listener.close());
  return {
    port,
    next: () =>
      new Promise((resolve) => {
        const client = come.shift();
        if (client === undefined) waiting.push(resolve);
        else resolve(client);
      }),
  };
}
