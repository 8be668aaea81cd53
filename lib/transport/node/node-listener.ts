import { createServer, type Server } from 'node:net';
import type { Address } from '../../net/address.js';
import { acceptBacklog } from '../../net/backlog.js';
import { failureKind } from '../../net/failure.js';
import { listen, type Sharing } from '../../net/listener.js';
import type { Listener, ListenerEvents } from '../transport.js';
import { DescriptorWatch } from './descriptor-watch.js';
import { acceptLean } from './lean-accept.js';
import { NodeClient } from './node-client.js';

/** Bytes of a client that may be held here before it is told to wait. */
const CLIENT_HIGH_WATER_MARK = 64 * 1024;

/** A server of Node. */
export class NodeListener implements Listener {
  readonly #server: Server;
  readonly #events: ListenerEvents;
  readonly #descriptors: DescriptorWatch;

  constructor(events: ListenerEvents) {
    this.#events = events;
    this.#descriptors = new DescriptorWatch((reason) => events.starved(reason));
    this.#server = createServer({
      allowHalfOpen: true,
      noDelay: true,
      highWaterMark: CLIENT_HIGH_WATER_MARK,
    });
    this.#server.on('connection', (socket) => events.accepted(new NodeClient(socket)));
  }

  async listen(address: Address, sharing?: Sharing): Promise<Address> {
    const bound = await listen(this.#server, address, sharing);
    acceptLean(this.#server, CLIENT_HIGH_WATER_MARK);
    this.#server.on('error', (error) => this.#events.starved(failureKind(error)));
    this.#descriptors.start();
    return bound;
  }

  acceptWaiting(): Promise<void> {
    return acceptBacklog(this.#server);
  }

  close(): void {
    if (this.#server.listening) this.#server.close();
    this.#descriptors.stop();
  }
}
