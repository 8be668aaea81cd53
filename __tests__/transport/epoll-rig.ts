import { Destination } from '../../lib/net/destination.js';
import { ConnectionPump } from '../../lib/transport/connection-pump.js';
import { EPOLLRDHUP } from '../../lib/transport/epoll/constants.js';
import { connectEpoll } from '../../lib/transport/epoll/connect-epoll.js';
import type { EpollClient } from '../../lib/transport/epoll/epoll-client.js';
import { EpollEngine } from '../../lib/transport/epoll/epoll-engine.js';
import { EpollListener } from '../../lib/transport/epoll/epoll-listener.js';
import { EpollSide } from '../../lib/transport/epoll/epoll-side.js';
import type { EpollSocket } from '../../lib/transport/epoll/epoll-socket.js';
import type { PumpEnd } from '../../lib/transport/pump-events.js';
import { connectToLoopback, settled, until } from '../helpers/sockets.js';
import { listenFor, nextConnection } from './fresh-backend.js';
import type { ClientPair, Inner, Rig } from './rig.js';

interface EpollPair extends ClientPair {
  readonly inner: EpollClient;
}

/** One for all tests of a file: each has a descriptor of its own. */
let ours: EpollEngine | undefined;
function engine(): EpollEngine {
  ours ??= new EpollEngine();
  return ours;
}

export const EPOLL_RIG: Rig = {
  async acceptClient(register, options = {}): Promise<EpollPair> {
    let accepted: ((client: EpollClient) => void) | undefined;
    const client = new Promise<EpollClient>((resolve) => (accepted = resolve));
    const listener = new EpollListener(engine(), {
      accepted: (client) => accepted?.(client as EpollClient),
      starved: (reason) => {
        throw new Error(reason);
      },
    });
    register(() => listener.close());
    const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
    const [inner, outer] = await Promise.all([client, connectToLoopback(port, options)]);
    register(() => outer.destroy());
    register(() => inner.destroy('reset'));
    return {
      inner,
      outer,
      // What it sends waits in the kernel.
      arrived: async () => void (await settled(() => outer.writableLength, 50)),
      ended: () => until(() => inner.ended),
      leftovers: () => inner.socket.role === inner,
    };
  },

  async pumpTo(client, register, backendEnded = () => undefined, answered) {
    const { inner } = client as EpollPair;
    const { server, port } = await listenFor(register);
    const ends: PumpEnd[] = [];
    const joined = new Promise<Pick<Joined, 'pump' | 'sides' | 'socket'>>((resolve, reject) => {
      const to = new Destination({ host: '127.0.0.1', port });
      connectEpoll(
        engine(),
        to,
        10_000,
        (outcome) => {
          if (!outcome.ok) {
            reject(new Error(outcome.reason));
            return;
          }
          const { socket } = outcome;
          register(() => socket.close('reset'));
          const sides = EpollSide.pair(inner.socket, socket, inner, answered);
          const ended = (end: PumpEnd): void => void ends.push(end);
          resolve({
            pump: new ConnectionPump(sides.client, sides.backend, { backendEnded, ended }),
            sides,
            socket,
          });
        },
        () => undefined,
      );
    });
    const [backend, { pump, sides, socket }] = await Promise.all([nextConnection(server), joined]);
    const seen = {
      client: innerOf(sides.client, sides.backend, inner.socket),
      backend: innerOf(sides.backend, sides.client, socket),
    };
    return { pump, client: client.outer, backend, inner: seen, ends };
  },
};

interface Joined {
  readonly pump: ConnectionPump;
  readonly sides: { readonly client: EpollSide; readonly backend: EpollSide };
  readonly socket: EpollSocket;
}

function innerOf(side: EpollSide, other: EpollSide, socket: EpollSocket): Inner {
  return {
    get destroyed() {
      return socket.isClosed;
    },
    get owed() {
      return other.bytes - other.delivered;
    },
    ahead: 0,
    closed: () => until(() => socket.isClosed),
    // One that is held back is not read to its end, but what tells of its FIN is there.
    ended: () => until(() => (socket.events & EPOLLRDHUP) !== 0),
    async reads(_bytes, sent) {
      sent();
      await settled(() => side.bytes, 50);
    },
  };
}
