#!/usr/bin/env node
// Random clients and backends on the epoll engine, while every system call is asserted. `--help` says how.
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Destination } from '../dist/net/destination.js';
import { seededRandom } from '../dist/seeded-random.js';
import { EpollEngine } from '../dist/transport/epoll/epoll-engine.js';
import { EpollTransport } from '../dist/transport/epoll/epoll-transport.js';
import { command, commandLine, whole } from './command-line.js';
import { CheckedSyscalls } from './engine/checked-syscalls.js';
import { Findings } from './findings.js';

/** Connections at once. */
const PLACES = 40;
/** Steps of one side of a connection at most. */
const STEPS = 12;
const LARGEST = 2 * 1024 * 1024;
const POOL = Buffer.alloc(LARGEST, 'lbsim ');

const options = () =>
  commandLine(
    'engine-fuzz',
    'Has random clients and backends send, stop reading, finish, reset and vanish through the epoll engine, while each system call is ' +
      'asserted: its descriptor is open, its memory is not written beyond its ends.',
    {
      seconds: { type: 'number', default: 60, coerce: whole('seconds', 1, 86_400), describe: 'How long' },
      seed: { type: 'number', default: 1, coerce: whole('seed', 0, 2 ** 31), describe: 'Of what they do' },
    },
  );

const closed = (socket) =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', resolve)));

/** What one end of a connection does, until it has had enough. */
async function misbehave(socket, random) {
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  const steps = 1 + Math.floor(random() * STEPS);
  for (let step = 0; step < steps && !socket.destroyed; step++) {
    const lot = random();
    if (lot < 0.5 && !socket.writableEnded)
      socket.write(POOL.subarray(0, Math.floor(random() ** 4 * LARGEST)));
    else if (lot < 0.6) socket.pause();
    else if (lot < 0.8) socket.resume();
    else if (lot < 0.9) socket.end();
    else if (lot < 0.95) socket.resetAndDestroy();
    else socket.destroy();
    if (random() < 0.5) await sleep(Math.floor(random() * 8));
  }
  socket.resume();
  if (!socket.writableEnded) socket.end();
  await Promise.race([closed(socket), sleep(500)]);
  socket.destroy();
}

/** What the balancer does with a client: refuses it, or dials and pumps, and perhaps breaks that off. */
function carry(transport, client, backend, random, counts) {
  counts.accepted++;
  if (random() < 0.05) {
    client.destroy(random() < 0.5 ? 'fin' : 'reset');
    return;
  }
  const timeoutMs = random() < 0.1 ? 1 : 2000;
  let isPumped = false;
  const cancel = transport.connect(
    backend,
    timeoutMs,
    (outcome) => {
      if (!outcome.ok) {
        client.destroy();
        return;
      }
      if (client.destroyed) {
        outcome.connection.destroy();
        return;
      }
      counts.pumped++;
      isPumped = true;
      let isOver = false;
      const over = () => {
        isOver = true;
        clearInterval(checking);
        clearTimeout(cutting);
      };
      const ended = () => {
        counts.ended++;
        over();
      };
      const again = () => {
        counts.detached++;
        over();
        carry(transport, client, backend, random, counts);
      };
      const backendEnded = () => (random() < 0.2 ? again : undefined);
      const checking = setInterval(() => pump.checkPeers(), 50);
      const cutting = setTimeout(() => {
        if (random() < 0.3 && !isOver) pump.detachClient(again);
        else pump.destroy(random() < 0.5 ? 'fin' : 'reset');
      }, random() * 1500);
      const pump = transport.pump(client, outcome.connection, { backendEnded, ended });
      if (random() < 0.2) pump.keepAlive(1000);
    },
    () => undefined,
  );
  if (random() < 0.05)
    setImmediate(() => {
      if (isPumped) return;
      cancel();
      client.destroy();
    });
}

async function main() {
  const { seconds, seed } = options();
  const findings = new Findings();
  const random = seededRandom(seed);
  const calls = new CheckedSyscalls();
  const transport = new EpollTransport(new EpollEngine(calls));
  const counts = { accepted: 0, pumped: 0, ended: 0, detached: 0 };

  const server = createServer({ allowHalfOpen: true }, (socket) => void misbehave(socket, random));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const backend = new Destination({ host: '127.0.0.1', port: server.address().port });
  const starved = (reason) => calls.faults.push(`accepting failed: ${reason}`);
  const listener = transport.newListener({
    accepted: (client) => carry(transport, client, backend, random, counts),
    starved,
  });
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
  const before = calls.open.size;

  const until = performance.now() + seconds * 1000;
  const place = async () => {
    while (performance.now() < until && calls.faults.length === 0) {
      const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
      socket.on('error', () => undefined);
      await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed(socket)]);
      await misbehave(socket, random);
    }
  };
  findings.progress(`${seconds} s of random connections, seed ${seed}`);
  await Promise.all(Array.from({ length: PLACES }, place));
  // The last of them are cut within two seconds of their beginning.
  const spare = () => calls.open.size - before;
  for (let waited = 0; waited < 100 && spare() > 0; waited++) await sleep(100);
  calls.check();

  findings.title(
    `${counts.accepted} clients, ${counts.pumped} pumped, ${counts.detached} given back, ${calls.count} system calls`,
  );
  findings.claimNone(
    'every call was on an open descriptor, and no memory was written beyond its ends',
    calls.faults,
  );
  findings.claim('no descriptor was left open', spare() === 0, `${spare()} more than before`);
  findings.claim(
    'there was something to be seen',
    counts.pumped > 10 * seconds && counts.detached > 0,
    `${Math.round(counts.pumped / seconds)} a second`,
  );
  setImmediate(() => process.exit());
  return findings.conclude();
}

await command('engine-fuzz', main);
