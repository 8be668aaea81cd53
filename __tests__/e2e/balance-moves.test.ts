import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ended, startBalance } from '../helpers/balance.js';
import { cleanup } from '../helpers/cleanup.js';
import type { Lbsim } from '../helpers/lbsim.js';
import { connectToLoopback, listenOnLoopback, receive, RESET, until } from '../helpers/sockets.js';

const onEnd = cleanup();

/** Backends that do so to each connection; probes are connections, too. */
async function backendsThat(
  count: number,
  serve: (socket: Socket) => void,
): Promise<readonly { readonly spec: string }[]> {
  const backends = [];
  for (let n = 1; n <= count; n++) {
    const { server, port } = await listenOnLoopback(serve);
    onEnd(() => server.close());
    backends.push({ spec: `B${n}=127.0.0.1:${port}` });
  }
  return backends;
}

/** Speaks first, then closes. */
function greet(socket: Socket): void {
  socket.end('welcome\n');
}

/** Speaks first, and closes when the client has spoken too. */
function greetAndHear(socket: Socket): void {
  socket.write('welcome\n');
  socket.once('data', () => socket.end());
}

async function client(port: number): Promise<{ socket: Socket; name: string }> {
  const socket = await connectToLoopback(port);
  onEnd(() => socket.destroy());
  return { socket, name: `${socket.localAddress}:${socket.localPort}` };
}

function balance(backends: readonly { readonly spec: string }[], ...options: string[]): Lbsim {
  const all = [
    '--algorithm',
    'round-robin',
    '--sticky-key',
    'none',
    '--health-check-interval',
    '1h',
    ...options,
  ];
  return startBalance(backends, onEnd, ...all);
}

describe('a client that says nothing', () => {
  it('is rerouted as often as there are backends, ever more slowly, and then ends as its backend did', async () => {
    const lb = balance(await backendsThat(3, greet), '--reroute');
    const port = await lb.port();
    const began = performance.now();
    const { socket, name } = await client(port);
    expect(await receive(socket)).toEqual({ bytes: Buffer.from('welcome\n'.repeat(4)), ending: 'fin' });
    socket.destroy();
    expect(await ended(lb, name)).toMatchObject({ end: 'backend_closed', bytesIn: 0, bytesOut: 32 });
    const moves = lb.all('connection_rerouted');
    expect(moves.map(({ times }) => times)).toEqual([1, 2, 3]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(295); // 100 ms and 200 ms
  });

  it.each([
    ['close', 'fin', 'backend_closed', (socket: Socket) => socket.end()],
    ['reset', RESET, 'backend_reset', (socket: Socket) => socket.resetAndDestroy()],
  ])(
    'is moved no further when its backends %s after having stood for long',
    async (_how, ending, end, lose) => {
      const backends = await backendsThat(2, (socket) => {
        const timer = setTimeout(() => lose(socket), 1100);
        socket.on('close', () => clearTimeout(timer));
      });
      const lb = balance(backends);
      const { socket, name } = await client(await lb.port());
      const received = await receive(socket);
      if (typeof ending === 'string') expect(received.ending).toBe(ending);
      else expect(received.ending).toMatch(ending);
      socket.destroy();
      expect(await ended(lb, name)).toMatchObject({ end, bytesIn: 0, bytesOut: 0 });
      expect(lb.all('connection_moved')).toHaveLength(2);
    },
  );

  it('has no line about its moves with --log-connections none', async () => {
    let connections = 0;
    const backends = await backendsThat(2, (socket) => {
      connections++;
      const timer = setTimeout(() => socket.end(), 1100);
      socket.on('close', () => clearTimeout(timer));
    });
    const lb = balance(backends, '--log-connections', 'none', '--drain-timeout', '0');
    const port = await lb.port();
    const probes = connections;
    await client(port);
    await until(() => connections - probes >= 3); // where it came to, and both once more

    expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
    expect(lb.all('connection_moved')).toEqual([]);
  });
});

describe('a client that is moved again and again', () => {
  it('goes on being served as long as it speaks', async () => {
    const lb = balance(await backendsThat(2, greetAndHear), '--reroute');
    const { socket, name } = await client(await lb.port());
    let greeted = 0;
    await new Promise<void>((resolve) => {
      socket.on('data', () => {
        if (++greeted === 5) resolve();
        else socket.write('x');
      });
    });
    expect(lb.all('connection_close')).toEqual([]);
    socket.resetAndDestroy();
    expect(await ended(lb, name)).toMatchObject({ end: 'client_reset', bytesIn: 4, bytesOut: 40 });
  });

  describe('and waits for that', () => {
    /** A client whose next move comes in 3.2 s. */
    async function waiting(...options: string[]): Promise<{ lb: Lbsim; socket: Socket; name: string }> {
      let connections = 0;
      let lost: () => void = () => undefined;
      const backends = await backendsThat(2, (socket) => {
        socket.write('welcome\n');
        socket.once('data', () => {
          const isLast = ++connections === 7;
          // The balancer has let go of it.
          socket.once('close', () => isLast && lost());
          socket.end();
        });
      });
      const lb = balance(backends, '--reroute', ...options);
      const { socket, name } = await client(await lb.port());
      socket.on('data', () => socket.write('x'));
      await new Promise<void>((resolve) => (lost = resolve));
      return { lb, socket, name };
    }

    it('can leave', async () => {
      const { lb, socket, name } = await waiting();
      socket.end();
      expect(await ended(lb, name)).toMatchObject({ end: expect.stringMatching(/^client_(gone|closed)$/) });
      expect(lb.all('connection_rerouted')).toHaveLength(6);
    });

    it('is closed at the end of a drain', async () => {
      const { lb, name } = await waiting('--drain-timeout', '50ms');
      expect(await lb.kill('SIGTERM')).toEqual({ status: 0, signal: null });
      expect(await ended(lb, name)).toMatchObject({ end: 'drained' });
      expect(lb.all('connection_rerouted')).toHaveLength(6);
    });

    it('has what it says meanwhile carried to the next backend', async () => {
      const { lb, socket, name } = await waiting();
      socket.removeAllListeners('data').resume();
      socket.end('later');
      await lb.event('connection_rerouted', 7);
      expect(await ended(lb, name)).toMatchObject({ bytesIn: 12 });
    });
  });
});
