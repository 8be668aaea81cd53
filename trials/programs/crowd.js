// node crowd.js PORT COUNT SUBNET: connects so many clients, each of which sends a line and waits for its answer, and holds
// them all until its standard input ends. Prints a line of JSON `{"settled":COUNT,"connected":…}` as soon as each has
// connected, or was turned away; and in the end, when all are over or answered, how many were what.
import { atOnce, connectFrom, eventOf, Tally } from './clients.js';

const [port, count, subnet] = process.argv.slice(2).map(Number);
const AT_ONCE = 64;
/** One that hears nothing for so long is told so: longer than the balancer lets anyone wait. */
const PATIENCE_MS = 60_000;
const sockets = [];

/** What becomes of a client: `answered`, `closed` (FIN), `reset`, `silence`, or an errno. */
function fate(socket) {
  return new Promise((resolve) => {
    socket.setTimeout(PATIENCE_MS);
    socket.once('timeout', () => resolve('silence'));
    socket.once('data', (answer) => resolve(/^\[\S+\] hello\n$/.test(String(answer)) ? 'answered' : 'wrong'));
    socket.once('end', () => resolve('closed'));
    socket.once('error', ({ code }) => resolve(code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : code));
    socket.once('close', () => resolve('reset'));
  });
}

const fates = [];
let connected = 0;
await atOnce(count, AT_ONCE, async (index) => {
  const socket = connectFrom(port, index, subnet);
  sockets.push(socket);
  fates.push(fate(socket));
  if (!(await eventOf(socket, 'connect'))) return;
  connected++;
  socket.write('hello\n');
});
console.log(JSON.stringify({ settled: count, connected }));

const tally = new Tally();
for (const name of await Promise.all(fates)) tally.add(name);
console.log(JSON.stringify(tally));
process.stdin.resume().once('end', () => {
  for (const socket of sockets) socket.destroySoon();
});
