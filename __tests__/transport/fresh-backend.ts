import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Register } from './rig.js';

/** A server that half-open connections are left to; errors of its sockets are nobody's. */
export async function listenFor(
  register: Register,
  highWaterMark?: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer({
    allowHalfOpen: true,
    noDelay: true,
    ...(highWaterMark && { highWaterMark }),
  });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    register(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  register(() => server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

export async function nextConnection(server: Server): Promise<Socket> {
  const [socket] = (await once(server, 'connection')) as [Socket];
  return socket;
}
