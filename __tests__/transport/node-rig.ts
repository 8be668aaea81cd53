import { once } from 'node:events';
import type { Socket } from 'node:net';
import { AdaptiveReads } from '../../lib/net/adaptive-reads.js';
import { dial } from '../../lib/net/dial.js';
import type { ConnectionPump } from '../../lib/transport/connection-pump.js';
import { joinSockets } from '../../lib/transport/node/join-sockets.js';
import type { PumpEnd } from '../../lib/transport/pump-events.js';
import { closed, connectToLoopback, settled, until } from '../helpers/sockets.js';
import { listenFor, nextConnection } from './fresh-backend.js';
import type { ClientPair, Inner, Rig } from './rig.js';

/** A client on a socket of Node. */
export interface NodePair extends ClientPair {
  readonly inner: Socket;
}

export const NODE_RIG: Rig = {
  async acceptClient(register, options = {}): Promise<NodePair> {
    const { server, port } = await listenFor(register, 64 * 1024);
    const [inner, outer] = await Promise.all([nextConnection(server), connectToLoopback(port, options)]);
    register(() => outer.destroy());
    return {
      inner,
      outer,
      arrived: async () => void (await settled(() => inner.readableLength, 50)),
      ended: async () => void (await once(inner, 'end')),
      leftovers: () => ['data', 'end', 'error', 'close'].map((event) => inner.listenerCount(event)),
    };
  },

  async pumpTo(client, register, backendEnded = () => undefined, answered) {
    const { inner } = client as NodePair;
    const { server, port } = await listenFor(register);
    const reads = new AdaptiveReads();
    const ends: PumpEnd[] = [];
    const joined = new Promise<{ pump: ConnectionPump; socket: Socket }>((resolve, reject) => {
      dial({ host: '127.0.0.1', port }, { timeoutMs: 10_000, reads }, (outcome) => {
        if (!outcome.ok) {
          reject(new Error(outcome.reason));
          return;
        }
        const { socket } = outcome;
        register(() => socket.destroy());
        const events = { backendEnded, answered, ended: (end: PumpEnd) => void ends.push(end) };
        resolve({ pump: joinSockets(inner, socket, reads, events), socket });
      });
    });
    const [backend, { pump, socket }] = await Promise.all([nextConnection(server), joined]);
    const seen = { client: innerOf(inner), backend: innerOf(socket) };
    return { pump, client: client.outer, backend, inner: seen, ends };
  },
};

function innerOf(socket: Socket): Inner {
  return {
    get destroyed() {
      return socket.destroyed;
    },
    get owed() {
      return socket.writableLength;
    },
    get ahead() {
      return socket.readableLength;
    },
    closed: () => closed(socket),
    ended: async () => void (await once(socket, 'end')),
    async reads(bytes, sent) {
      const before = socket.bytesRead;
      sent();
      await until(() => socket.bytesRead === before + bytes);
    },
  };
}
