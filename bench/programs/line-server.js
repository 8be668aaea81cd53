// node line-server.js PORT...: answers what it is sent by `ok`, on all these ports, and closes when the other side does.
import { createServer } from 'node:net';

for (const port of process.argv.slice(2).map(Number)) {
  createServer((socket) => {
    socket.on('error', () => socket.destroy()).on('data', () => socket.write('ok\n'));
  }).listen({ port, host: '127.0.0.1', backlog: 4096 });
}
