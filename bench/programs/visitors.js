// node visitors.js PORT ADDRESSES VISITS [MILLISECONDS]: connections from so many addresses of loopback. Each sends a tiny
// request, waits for the answer and resets, which leaves nothing behind in TIME_WAIT. They come in order of their addresses,
// again and again up to so many visits; or at random when there is a time, until it is over. Prints `{"connections":…}`.
import { connect } from 'node:net';

const AT_ONCE = 32;
const [port, addresses, visits, milliseconds] = process.argv.slice(2).map(Number);
const deadline = milliseconds && Date.now() + milliseconds;
let started = 0;
let done = 0;

/** From 127.16.0.0 upwards, 2^20 of them and more. */
function address(index) {
  return `127.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}

const isOver = () => (deadline === undefined ? started >= visits : Date.now() >= deadline);

const nextVisitor = () =>
  deadline === undefined ? started % addresses : Math.floor(Math.random() * addresses);

function fail(message) {
  console.error(`after ${done} connections: ${message}`);
  process.exit(1);
}

function visit() {
  if (isOver()) {
    if (done === started) console.log(JSON.stringify({ connections: done }));
    return;
  }
  const localAddress = address(nextVisitor());
  started++;
  let answered = false;
  const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true }, () =>
    socket.write('GET / HTTP/1.1\r\nHost: bench\r\n\r\n'),
  )
    .on('error', ({ message }) => fail(message))
    .once('data', () => {
      answered = true;
      socket.resetAndDestroy();
    })
    .once('close', () => {
      if (!answered) fail('closed without an answer');
      done++;
      visit();
    });
}

for (let index = 0; index < AT_ONCE && !isOver(); index++) visit();
