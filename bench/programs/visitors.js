// node visitors.js --port PORT [--first N] [--addresses N] [--visits N] [--ms N] [--random] [--at-once N]: connections from addresses
// of loopback. Each sends a tiny request, waits for the answer and resets, which leaves nothing behind in TIME_WAIT. They come from so
// many addresses, the first one first and again and again, or at random, until there were so many visits or the time is over. Prints
// `{"connections":…,"p50":…,"p99":…}`: quantiles, in milliseconds, of the time from connecting until the answer.
import { connect } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

const number = (initial) => ({ type: 'string', default: String(initial) });
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    first: number(0),
    addresses: number(Infinity),
    visits: number(Infinity),
    ms: number(Infinity),
    random: { type: 'boolean', default: false },
    'at-once': number(32),
  },
});
const [port, first, addresses, visits, milliseconds, atOnce] = [
  values.port,
  values.first,
  values.addresses,
  values.visits,
  values.ms,
  values['at-once'],
].map(Number);
const deadline = Date.now() + milliseconds;
/** In nanoseconds. */
const latencies = createHistogram();
let started = 0;
let done = 0;

/** From 127.16.0.0 upwards, 2^20 of them and more. */
function address(index) {
  return `127.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}

const isOver = () => started >= visits || Date.now() >= deadline;

const nextVisitor = () => (values.random ? Math.floor(Math.random() * addresses) : started % addresses);

function ms(percent) {
  return latencies.percentile(percent) / 1e6;
}

function fail(message) {
  console.error(`after ${done} connections: ${message}`);
  process.exit(1);
}

function visit() {
  if (isOver()) {
    if (done === started) console.log(JSON.stringify({ connections: done, p50: ms(50), p99: ms(99) }));
    return;
  }
  const localAddress = address(first + nextVisitor());
  started++;
  const begun = process.hrtime.bigint();
  let answered = false;
  const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true }, () =>
    socket.write('GET / HTTP/1.1\r\nHost: bench\r\n\r\n'),
  )
    .on('error', ({ message }) => fail(message))
    .once('data', () => {
      answered = true;
      latencies.record(process.hrtime.bigint() - begun);
      socket.resetAndDestroy();
    })
    .once('close', () => {
      if (!answered) fail('closed without an answer');
      done++;
      visit();
    });
}

for (let index = 0; index < atOnce && !isOver(); index++) visit();
