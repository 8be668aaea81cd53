import { AdaptiveReads } from '../../net/adaptive-reads.js';
import type { Destination } from '../../net/destination.js';
import { dialTo } from '../../net/dial-to.js';
import type { ConnectionPump } from '../connection-pump.js';
import type { PumpEvents } from '../pump-events.js';
import type { ConnectOutcome, ListenerEvents, Transport } from '../transport.js';
import { joinSockets } from './join-sockets.js';
import { NodeBackend } from './node-backend.js';
import type { NodeClient } from './node-client.js';
import { NodeListener } from './node-listener.js';

/** Connections on the sockets of `node:net`: on every system. */
export const NODE_TRANSPORT: Transport = {
  engine: 'node',
  newListener: (events: ListenerEvents): NodeListener => new NodeListener(events),

  connect(
    to: Destination,
    timeoutMs: number,
    done: (outcome: ConnectOutcome) => void,
    closed: () => void,
  ): () => void {
    const reads = new AdaptiveReads();
    return dialTo(
      to,
      { timeoutMs, reads },
      (outcome) => {
        if (outcome.ok) done({ ok: true, connection: new NodeBackend(outcome.socket, reads) });
        else done(outcome);
      },
      closed,
    );
  },

  pump(client: NodeClient, { socket, reads }: NodeBackend, events: PumpEvents): ConnectionPump {
    return joinSockets(client.socket, socket, reads, events);
  },
};
