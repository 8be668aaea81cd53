// node drip.js PORT COUNT: so many clients that each send a line byte by byte, one a second. Prints a line of JSON
// `{"open":COUNT}` when all are connected. When its standard input ends each sends the rest of its line and FIN; then it
// prints how many were answered with the line that they sent, and how many were not.
import { atOnce, connectFrom, eventOf } from './clients.js';

const [port, count] = process.argv.slice(2).map(Number);
const AT_ONCE = 64;
const EVERY_MS = 1000;
const drips = [];
const left = new Promise((resolve) => process.stdin.resume().once('end', resolve));

await atOnce(count, AT_ONCE, async (index) => {
  const socket = connectFrom(port, index, 1);
  const drip = { socket, sent: '', answer: '' };
  socket.setEncoding('utf8').on('data', (text) => (drip.answer += text));
  drips.push(drip);
  await eventOf(socket, 'connect');
  // Spread over the second, so that they do not all drip at once.
  drip.timer = setTimeout(
    () => {
      drip.timer = setInterval(() => send(drip, String.fromCharCode(97 + (index % 26))), EVERY_MS);
    },
    (EVERY_MS * index) / count,
  );
});

function send(drip, byte) {
  drip.sent += byte;
  drip.socket.write(byte);
}

console.log(JSON.stringify({ open: drips.filter(({ socket }) => !socket.destroyed).length }));
await left;
await atOnce(count, AT_ONCE, async (index) => {
  const drip = drips[index];
  clearTimeout(drip.timer); // or interval
  send(drip, '\n');
  drip.socket.end();
  if (!drip.socket.readableEnded) await eventOf(drip.socket, 'end');
});
const answered = drips.filter(({ sent, answer }) => answer.replace(/^\[\S+\] /, '') === sent).length;
console.log(JSON.stringify({ answered, unanswered: count - answered }));
process.exit(0);
