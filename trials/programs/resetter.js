// node resetter.js PORT COUNT SEED: so many connections, each of which is reset by its client at a phase drawn at random.
// Prints, by phase, how many got that far, and under `lost` those that the other side ended before.
import { seededRandom } from '../../dist/seeded-random.js';
import { atOnce, connectFrom, eventOf, Tally } from './clients.js';

const [port, count, seed] = process.argv.slice(2).map(Number);
const AT_ONCE = 100;
/** Lines whose answers are more than what the sockets on the way hold. */
const LONG_ANSWERS = `${'x'.repeat(1000)}\n`.repeat(1000);
const MOST_DELAY_MS = 100;
const random = seededRandom(seed);
const tally = new Tally();

const PHASES = {
  'before the first byte': async () => undefined,
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
  await PHASES[phase](socket);
  // Half of them give the balancer time to see them; of the others it may see nothing but the end.
  if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, random() * MOST_DELAY_MS));
  tally.add(socket.destroyed ? 'lost' : phase);
  socket.resetAndDestroy();
});
console.log(JSON.stringify(tally));
