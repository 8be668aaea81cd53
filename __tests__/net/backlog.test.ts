import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { acceptBacklog } from '../../lib/net/backlog.js';
import { cleanup } from '../helpers/cleanup.js';

const closing = cleanup();

/** Connects from another thread while this one stands still, so that nobody accepts meanwhile. */
const CROWD = `
const { parentPort, workerData: { port, clients, flag } } = require('node:worker_threads');
const sockets = Array.from({ length: clients }, () => require('node:net').connect(port, '127.0.0.1'));
let connected = 0;
for (const socket of sockets) socket.on('connect', () => {
  if (++connected < clients) return;
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}).on('error', () => undefined);
parentPort.on('message', () => process.exit());
`;

it('those who wait in the backlog are accepted before a server closes', async () => {
  const server = createServer();
  const accepted: Socket[] = [];
  server.on('connection', (socket) => accepted.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const crowd = new Worker(CROWD, { eval: true, workerData: { port, clients: 100, flag } });
  closing(() => crowd.terminate());
  Atomics.wait(flag, 0, 0);
  expect(accepted).toHaveLength(0);

  await acceptBacklog(server);

  expect(accepted).toHaveLength(100);
  server.close();
  for (const socket of accepted) socket.destroy();
});

it('a server that does not listen has none', async () => {
  await acceptBacklog(createServer());
});

it('clients that go on coming do not keep a server from closing', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).destroy();
    again();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const again = (): void => {
    if (server.listening) connect(port, '127.0.0.1').on('error', () => undefined);
  };
  again();

  await acceptBacklog(server);

  server.close();
  await once(server, 'close');
});
