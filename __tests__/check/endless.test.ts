import { connect, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { Conformance } from '../../lib/check/conformance.js';
import { Aborted, Lab, UnreachableError } from '../../lib/check/lab.js';
import { TestBackend } from '../../lib/check/test-backend.js';
import { cleanup } from '../helpers/cleanup.js';
import { quietPort } from '../helpers/ports.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const onEnd = cleanup();
const LINE = Buffer.alloc(64 * 1024, 'talk\n');

/** Sends as much as the other side takes, for ever. */
function talk(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(LINE));
  };
  socket
    .on('drain', more)
    .on('error', () => undefined)
    .resume();
  more();
}

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const { server, port } = await listenOnLoopback((socket) => {
    onEnd(() => socket.destroy());
    onConnection(socket);
  });
  onEnd(() => server.close());
  return port;
}

function lab(port: number, signal?: AbortSignal): Lab {
  const balancer = { host: '127.0.0.1', port };
  return new Lab({ balancer, testBackend: new TestBackend(), timeoutMs: 500, idleMs: 1, signal });
}

it('what talks without end is no balancer, and that is found out at once', async () => {
  const port = await serve(talk);
  const backendPort = await quietPort();
  const options = {
    balancer: { host: '127.0.0.1', port },
    backendPort,
    timeoutMs: 60_000,
    patienceMs: 3_600_000,
  };
  await expect(new Conformance(options).run()).rejects.toMatchObject({
    code: 'ERR_NO_ANSWER',
    message: `127.0.0.1:${port} is no TCP load balancer (it sends bytes that nobody sent): start one there that forwards to 127.0.0.1:${backendPort} and nothing else`,
  });
});

it('a balancer that talks without end when its backend is away is measured', async () => {
  const backendPort = await quietPort();
  const port = await serve((client) => {
    const backend = connect(backendPort, '127.0.0.1', () => client.pipe(backend).pipe(client));
    backend.on('error', () => talk(client));
    onEnd(() => backend.destroy());
  });
  const only = ['backend-refuse'];
  const options = { balancer: { host: '127.0.0.1', port }, backendPort, timeoutMs: 2000, only };
  const { checks } = await new Conformance(options).run();
  expect(checks).toMatchObject([{ verdict: 'measured', figures: { clientSees: 'bytes' } }]);
  expect(checks[0]?.detail).toMatch(/ and no end$/);
});

it('a check that would go on for ever is given up, and its connections are closed', async () => {
  const tested = lab(await serve((socket) => socket.resume()));
  const work = tested.dial().then((wire) => wire.read());
  expect(await tested.whileOpen(work, 300)).toBeUndefined();
  expect(await work).toEqual({ what: 'lost' });
  await expect(tested.open()).rejects.toThrow(UnreachableError);
});

it('a check whose run is ended early is given up at once', async () => {
  const ending = new AbortController();
  const tested = lab(await serve((socket) => socket.resume()), ending.signal);
  const done = tested.whileOpen(
    tested.dial().then((wire) => wire.read()),
    60_000,
  );
  ending.abort();
  await expect(done).rejects.toThrow(Aborted);
});
