// node holder.js PORT COUNT: opens so many connections, has a line answered on each, prints `{"open":COUNT}` and holds them
// until its standard input ends.
import { connect } from 'node:net';

const AT_ONCE = 64;
const [port, count] = process.argv.slice(2).map(Number);
let started = 0;
let answered = 0;

function fail(error) {
  console.error(`after ${answered} of ${count} connections: ${error.message}`);
  process.exit(1);
}

function next() {
  if (started === count) return;
  started++;
  const socket = connect(port, '127.0.0.1', () => socket.write('hello\n'))
    .on('error', fail)
    .once('data', () => {
      answered++;
      if (answered === count) console.log(JSON.stringify({ open: count }));
      else next();
    })
    .once('close', () => fail(new Error('a connection was closed')));
}

for (let index = 0; index < AT_ONCE; index++) next();
process.stdin.resume().once('end', () => process.exit(0));
