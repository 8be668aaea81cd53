// node resetter.js PORT COUNT SEED: so many connections, each of which is reset by its client at a phase drawn at random.
// Most have had a line answered before, so that the balancer has seen them; of the others it may see nothing but the end.
// Prints, by phase, how many got that far, and under `lost` those that the other side ended before.
import { seededRandom } from '../../dist/seeded-random.js';
import { atOnce, connectFrom, eventOf, Tally } from './clients.js';

const [port, count, seed] = process.argv.slice(2).map(Number);
const AT_ONCE = 100;
/** Lines whose answers are more than what the sockets on the way hold. */
const LONG_ANSWERS = `${'x'.repeat(1000)}\n`.repeat(1000);
/** Share of those that have had a line answered. */
const SEEN = 0.8;
const random = seededRandom(seed);
const tally = new Tally();

const PHASES = {
  'before the first byte': async () => undefined,
  'between requests': async (socket) => {
    socket.write('one line\n');
    await eventOf(socket, 'data');
  },
  'in a request': async (socket) => {
    socket.write('half a li');
  },
  'with an answer due': async (socket) => {
    socket.write('one line\n');
  },
  'amid an answer': async (socket) => {
    socket.write(LONG_ANSWERS);
    await eventOf(socket, 'data');
  },
  'after half-close': async (socket) => {
    socket.end('one line\n');
    await eventOf(socket, 'finish');
  },
};

await atOnce(count, AT_ONCE, async (index) => {
  const names = Object.keys(PHASES);
  const phase = names[Math.floor(random() * names.length)];
  const socket = connectFrom(port, index, 0);
  await eventOf(socket, 'connect');
  if (phase !== 'before the first byte' && random() < SEEN) await PHASES['between requests'](socket);
  await PHASES[phase](socket);
  tally.add(socket.destroyed ? 'lost' : phase);
  socket.resetAndDestroy();
});
console.log(JSON.stringify(tally));
