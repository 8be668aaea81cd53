// Ports of loopback: finding free ones, and waiting until somebody listens.
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Below the range from which the kernel takes the ports of outgoing connections, so that load cannot take them away. */
const [FIRST, LAST] = [12_000, 32_000];
const given = new Set();

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

/** A port that nobody listens on, and that was not given out before. */
export async function freePort() {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/**
 * Waits until the program listens on that port.
 *
 * @throws Error when the program ends before, or has not come up within a minute
 */
export async function listening(program, port) {
  const deadline = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (program.ended !== undefined) throw new Error(program.ended);
    if (Date.now() > deadline) throw new Error(`${program.label} does not listen on port ${port} after 60 s`);
    await sleep(20);
  }
  return program;
}
