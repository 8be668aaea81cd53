// node pipe.js PORT HOST:PORT...: a TCP proxy as one writes it in an hour. Backends take turns.
import { connect, createServer } from 'node:net';

const [port, ...backends] = process.argv.slice(2);
const addresses = backends.map((text) => {
  const [host, number] = text.split(':');
  return { host, port: Number(number), allowHalfOpen: true };
});
let turn = 0;

createServer({ allowHalfOpen: true }, (client) => {
  const backend = connect(addresses[turn++ % addresses.length]);
  client.pipe(backend).pipe(client);
  client.on('error', () => backend.destroy());
  backend.on('error', () => client.destroy());
}).listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 });
