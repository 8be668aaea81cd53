import type { TestBackend } from '../../helpers/backends.js';
import { listenOnLoopback } from '../../helpers/sockets.js';
import type { Lbsim } from '../../helpers/lbsim.js';
import type { Stage } from './stage.js';
import type { Section, Story } from './story.js';
import type { Witness } from './witness.js';

const CRASH = 'B1 crashes, and resets a client that it has answered';
const DEAF = 'B1 stops listening but keeps its connections; a health check finds out';

/** A backend that answers lines, and health checks by HTTP with that status. */
async function withStatus(
  name: string,
  status: () => string,
  onEnd: (close: () => unknown) => void,
): Promise<{ spec: string }> {
  const { server, port } = await listenOnLoopback((socket) =>
    socket
      .on('data', (asked: Buffer) => {
        if (asked.toString().startsWith('GET /')) socket.end(`HTTP/1.1 ${status()}\r\n\r\n`);
        else socket.write(`${name}:${asked.toString()}`);
      })
      .on('end', () => socket.end()),
  );
  onEnd(() => server.close());
  return { spec: `${name}=127.0.0.1:${port}` };
}

/** A backend that closes whatever connects to it. */
async function closing(name: string, onEnd: (close: () => unknown) => void): Promise<{ spec: string }> {
  const { server, port } = await listenOnLoopback((socket) => socket.end());
  onEnd(() => server.close());
  return { spec: `${name}=127.0.0.1:${port}` };
}

/** Before a B1 with these faults and a good B2 a client asks once; its turn is B1's. */
function facing(fault: string, server: readonly string[], options: Story['options'] = {}): Story {
  return {
    fault: `B1 ${fault}: \`lbsim server ${server.join(' ')}\``,
    options,
    async play(stage) {
      const bad = await stage.server(...server);
      await stage.balance([bad, await stage.backend('B2')]);
      const client = await stage.client();
      await client.asks(options['idle-timeout'] === undefined ? 0 : 300);
      return stage.recorded(client);
    },
  };
}

/** A client has had an answer of B1 when that happens to it; B2 is well. */
function live(
  what: Omit<Story, 'play'>,
  happens: (b1: TestBackend, lb: Lbsim, client: Witness) => Promise<unknown>,
): Story {
  return {
    ...what,
    async play(stage) {
      const [b1, b2] = await stage.backends();
      const lb = await stage.balance([b1, b2]);
      const client = await stage.client();
      await client.asks();
      await happens(b1, lb, client);
      return stage.recorded(client);
    },
  };
}

/** A client has had an answer of an `lbsim server` when that is sent a signal. */
async function signalled(stage: Stage, signal: NodeJS.Signals): Promise<string> {
  const server = await stage.server();
  await stage.balance([server, await stage.backend('B2')]);
  const client = await stage.client();
  await client.asks();
  server.lbsim.child.kill(signal);
  await client.sees();
  return stage.recorded(client);
}

/** Of backends that are lost, or useless, when a client is already with them. */
export const LOST: Section = {
  heading: 'A backend fails under a live connection',
  stories: [
    {
      fault: 'B1 and B2 close every connection before a byte has passed, and the client says nothing',
      async play(stage, onEnd) {
        await stage.balance([await closing('B1', onEnd), await closing('B2', onEnd)]);
        const client = await stage.client();
        await client.sees();
        return stage.recorded(client);
      },
    },
    facing('resets instead of answering', ['--reset-after', '0']),
    facing('resets instead of answering', ['--reset-after', '0'], { observe: 'traffic' }),
    facing('closes at the first byte', ['--probe-only']),
    facing('closes at the first byte', ['--probe-only'], { observe: 'traffic' }),
    facing('hangs', ['--hang'], { 'idle-timeout': '300ms' }),
    live({ fault: CRASH }, async (b1, _lb, client) => {
      await b1.crash();
      await client.sees();
    }),
    live({ fault: CRASH, options: { reroute: true } }, async (b1, lb, client) => {
      await b1.crash();
      await lb.event('connection_rerouted');
      await client.asks();
    }),
    {
      fault: 'B1 is killed between two questions: `kill -9`',
      play: (stage) => signalled(stage, 'SIGKILL'),
    },
    { fault: 'B1 is stopped between two questions: Ctrl-C', play: (stage) => signalled(stage, 'SIGINT') },
    live(
      {
        fault: DEAF,
        probed: true,
      },
      async (b1, lb, client) => {
        b1.deaf();
        await lb.event('failover');
        await client.asks();
      },
    ),
    {
      fault: 'B1 answers its clients, but its health check with 503',
      options: { 'health-check': 'http:/health' },
      probed: true,
      async play(stage, onEnd) {
        let status = '200 OK';
        const b1 = await withStatus('B1', () => status, onEnd);
        const b2 = await withStatus('B2', () => '200 OK', onEnd);
        const lb = await stage.balance([b1, b2]);
        const client = await stage.client();
        await client.asks();
        status = '503 Service Unavailable';
        await lb.event('failover');
        await client.asks();
        return stage.recorded(client);
      },
    },
    live({ fault: DEAF, options: { 'on-failover': 'close' }, probed: true }, async (b1, _lb, client) => {
      b1.deaf();
      await client.sees();
    }),
    live(
      {
        fault: DEAF,
        options: { 'on-failover': 'close', reroute: true },
        probed: true,
      },
      async (b1, lb, client) => {
        b1.deaf();
        await lb.event('connection_rerouted');
        await client.asks();
      },
    ),
  ],
};
