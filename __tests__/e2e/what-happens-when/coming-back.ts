import { listenOnLoopback } from '../../helpers/sockets.js';
import type { Section, Story } from './story.js';

const NEXT = 20;
/** A timer of another process may be early by so much. */
const CLOCK_SLACK_MS = 5;

/** B1 goes and comes back; the row is about the clients that come then, in turn. */
function comesBack(fault: string, options: Story['options'] = {}): Story {
  return {
    fault,
    options,
    probed: true,
    async play(stage) {
      const [b1, b2] = await stage.backends();
      const lb = await stage.balance([b1, b2]);
      await b1.crash();
      await lb.event('failover');
      await b1.start();
      await lb.event('failback');
      let share = 0;
      for (let i = 0; i < NEXT; i++) {
        const { client, answer } = await stage.other();
        if (answer === 'B1:hello') share++;
        await client.close();
      }
      return `${share} of the next ${NEXT} clients have the answer of B1`;
    },
  };
}

/** B1 fails a client, and comes back; the row is about how long it was out. */
function ejected(
  fault: string,
  options: Story['options'],
  startB1: (onEnd: (close: () => unknown) => void) => Promise<{ spec: string }>,
): Story {
  return {
    fault,
    options: { observe: 'traffic', ...options },
    async play(stage, onEnd) {
      const lb = await stage.balance([await startB1(onEnd)]);
      const client = await stage.client();
      await client.asks();
      const { ejectedMs } = await lb.event('failover');
      const { downMs } = await lb.event('failback');
      const served = Number(downMs) >= Number(ejectedMs) - CLOCK_SLACK_MS;
      const back = `B1 has clients again after ${served ? '' : 'less than '}${String(ejectedMs)} ms`;
      return `${await stage.recorded(client)}; ${back}`;
    },
  };
}

/** A backend that answers health checks by HTTP, and closes at anything else. */
async function wellToHttp(onEnd: (close: () => unknown) => void): Promise<{ spec: string }> {
  const { server, port } = await listenOnLoopback((socket) =>
    socket.once('data', (asked: Buffer) =>
      socket.end(asked.toString().startsWith('GET /') ? 'HTTP/1.1 200 OK\r\n\r\n' : ''),
    ),
  );
  onEnd(() => server.close());
  return { spec: `B1=127.0.0.1:${port}` };
}

/** A backend that closes at the first byte. */
async function wellToProbes(onEnd: (close: () => unknown) => void): Promise<{ spec: string }> {
  const { server, port } = await listenOnLoopback((socket) => socket.once('data', () => socket.end()));
  onEnd(() => server.close());
  return { spec: `B1=127.0.0.1:${port}` };
}

/** Of the return of a backend, and of what clients do while there is none. */
export const COMING_BACK: Section = {
  heading: 'A backend comes back, or none is left',
  stories: [
    comesBack('B1 goes and comes back, beside a B2; health checks find out'),
    comesBack('B1 goes and comes back, beside a B2; health checks find out', { 'slow-start': '1h' }),
    ejected(
      'B1 closes at the first byte, and is ejected: a bare connect does not bring it back',
      { 'health-check-interval': '0.1' },
      wellToProbes,
    ),
    ejected(
      'B1 closes at the first byte, and is ejected, until its health check by HTTP succeeds',
      { 'health-check': 'http:/', 'health-check-interval': '1' },
      wellToHttp,
    ),
    {
      fault: 'B1, the only one, is down, and comes back while a client waits; health checks find out',
      probed: true,
      async play(stage) {
        const b1 = await stage.backend();
        const lb = await stage.balance([b1]);
        await b1.crash();
        await lb.event('no_active_servers');
        const client = await stage.client();
        client.says('hello\n');
        client.waits();
        await b1.start();
        await client.sees();
        return stage.recorded(client);
      },
    },
    ...(['300ms', '0'] as const).map((timeout): Story => ({
      fault: 'B1, the only one, refuses and stays down',
      options: { 'wait-for-backend-timeout': timeout },
      async play(stage) {
        const b1 = await stage.backend();
        await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await client.sees(timeout === '0' ? 0 : 300);
        return stage.recorded(client);
      },
    })),
    {
      fault: 'B1, the only one, refuses and stays down; the client leaves while it waits',
      async play(stage) {
        const b1 = await stage.backend();
        const lb = await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await lb.event('no_active_servers');
        client.waits();
        return stage.recorded(client);
      },
    },
    {
      fault: 'B1, the only one, refuses, but does not count as down yet',
      options: { 'health-check-fall': '100', 'wait-for-backend-timeout': '300ms' },
      async play(stage) {
        const b1 = await stage.backend();
        await stage.balance([b1]);
        await b1.crash();
        const client = await stage.client();
        await client.sees(300);
        return stage.recorded(client);
      },
    },
  ],
};
