// node gigabyte.js serve PORT SEED: a backend. The line `GET N` is answered with so many bytes, drawn from the seed, and FIN;
// `PUT` with the SHA-256 of all that follows up to FIN.
// node gigabyte.js get|put PORT SEED N: a client of it. Prints `{"seconds":…,"right":true|false}`.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { seededRandom } from '../../dist/seeded-random.js';

const BLOCK_BYTES = 1 << 20;
const [role, ...numbers] = process.argv.slice(2);
const [port, seed, bytes] = numbers.map(Number);

/** So many bytes. Each block bears its number, so that none can be left out, doubled or swapped unnoticed. */
function* drawn(total) {
  const random = seededRandom(seed);
  const block = Buffer.from(Uint32Array.from({ length: BLOCK_BYTES / 4 }, () => random() * 2 ** 32).buffer);
  for (let number = 0; number * BLOCK_BYTES < total; number++) {
    const copy = Buffer.from(block);
    copy.writeUInt32BE(number);
    yield copy.subarray(0, Math.min(BLOCK_BYTES, total - number * BLOCK_BYTES));
  }
}

function digestOf(chunks) {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

async function answer(socket) {
  const hash = createHash('sha256');
  let head = '';
  // Having been read to its end, or to the end of the line, it is still to be written to.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    if (head.endsWith('\n')) {
      hash.update(chunk);
      continue;
    }
    const end = chunk.indexOf('\n') + 1;
    head += chunk.subarray(0, end || chunk.length).toString();
    const [verb, count] = head.trim().split(' ');
    if (end > 0 && verb === 'GET') return pipeline(Readable.from(drawn(Number(count))), socket);
    if (end > 0) hash.update(chunk.subarray(end));
  }
  socket.end(hash.digest('hex'));
}

async function get(socket) {
  socket.write(`GET ${bytes}\n`);
  const hash = createHash('sha256');
  for await (const chunk of socket) hash.update(chunk);
  return hash.digest('hex');
}

async function put(socket) {
  socket.write('PUT\n');
  let answered = '';
  socket.setEncoding('utf8').on('data', (text) => (answered += text));
  await pipeline(Readable.from(drawn(bytes)), socket);
  if (!socket.readableEnded) await once(socket, 'end');
  return answered;
}

if (role === 'serve') {
  createServer({ allowHalfOpen: true }, (socket) => {
    answer(socket).catch(() => socket.destroy());
  }).listen(port, '127.0.0.1');
} else {
  const expected = digestOf(drawn(bytes));
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const begun = performance.now();
  const received = await { get, put }[role](socket);
  console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000, right: received === expected }));
  socket.destroy();
}
