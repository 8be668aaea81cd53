import { once } from 'node:events';
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';

/** A loopback listener on a free port, half-open allowed; errors of its sockets are left to `onConnection`. */
export async function listenOnLoopback(
  onConnection: (socket: Socket) => void,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** A connected client socket, half-open allowed, whose errors do not throw. */
export async function connectToLoopback(
  port: number,
  options: Partial<TcpNetConnectOpts> = {},
): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true, ...options });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** A loopback port on which nothing listens at the moment. */
export async function freePort(): Promise<number> {
  const { server, port } = await listenOnLoopback(() => undefined);
  server.close();
  await once(server, 'close');
  return port;
}

/** Everything that arrives until the peer's FIN; rejects when the connection is reset. */
export async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => {
    socket.once('end', resolve).once('error', reject);
    if (socket.readableEnded) resolve();
  });
  return Buffer.concat(chunks);
}
