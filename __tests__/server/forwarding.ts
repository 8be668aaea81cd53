import type { Server, Socket } from 'node:net';
import { once } from 'node:events';
import { BackendServer } from '../../lib/server/backend-server.js';
import type { Faults } from '../../lib/server/faults/faults.js';
import { connectToLoopback, listenOnLoopback } from '../helpers/sockets.js';

type Register = (close: () => unknown) => void;

/** A server that forwards to a service in the test's own process. */
export class Forwarding {
  readonly server: BackendServer;
  readonly port: number;
  /** The service's ends of the connections, in their order. */
  readonly accepted: Socket[];
  /** Each fault that affected a client. */
  readonly faults: string[] = [];
  readonly #service: Server;
  readonly #onEnd: Register;

  private constructor(
    server: BackendServer,
    port: number,
    service: Server,
    accepted: Socket[],
    onEnd: Register,
  ) {
    this.server = server;
    this.port = port;
    this.accepted = accepted;
    this.#service = service;
    this.#onEnd = onEnd;
    server.on('fault', ({ kind }) => this.faults.push(kind));
  }

  /** @param serve - what the service does with each connection; @default nothing */
  static async start(
    onEnd: Register,
    faults: Partial<Faults> = {},
    serve: (socket: Socket) => unknown = () => undefined,
  ): Promise<Forwarding> {
    const accepted: Socket[] = [];
    const { server: service, port } = await listenOnLoopback((socket) => {
      accepted.push(socket);
      serve(socket);
    });
    onEnd(() => {
      service.close();
      for (const socket of accepted) socket.destroy();
    });
    const to = { host: '127.0.0.1', port };
    const server = new BackendServer({ name: 'F', port: 0, mode: 'forward', to, faults });
    onEnd(() => server.close(0));
    return new Forwarding(server, (await server.listen()).port, service, accepted, onEnd);
  }

  async client(): Promise<Socket> {
    const socket = await connectToLoopback(this.port);
    this.#onEnd(() => socket.destroy());
    return socket;
  }

  /** Both ends of one forwarded connection. */
  async pair(): Promise<{ client: Socket; target: Socket }> {
    const count = this.accepted.length;
    const arrived = once(this.#service, 'connection');
    const client = await this.client();
    await arrived;
    const target = this.accepted[count];
    if (target === undefined) throw new Error('the service has no connection');
    return { client, target };
  }
}
