import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const BACKLOG = 1;
const LISTENER = `
  const server = require('node:net').createServer((socket) => socket.on('error', () => {}).resume());
  server.listen({ port: 0, host: '127.0.0.1', backlog: ${BACKLOG} }, () => process.stdout.write(String(server.address().port)));
`;

/** A backend that answers probes until it swallows every SYN without a word, as a dead host or a firewall does. */
export interface BlackHole {
  readonly spec: string;
  /** From now on no connection to it stands, and none is refused. */
  swallow(): Promise<void>;
  /** Resolves when a SYN has been swallowed: Linux sends it again a second later. */
  swallowed(): Promise<void>;
  /** Resolves when no connection waits for the answer to its SYN any more. */
  settled(): Promise<void>;
  /** From now on all is well again. */
  recover(): void;
}

/**
 * A process that listens with a short queue; when it is stopped and its queue is full, the kernel drops what else
 * arrives.
 */
export async function startBlackHole(onEnd: (close: () => unknown) => void): Promise<BlackHole> {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'inherit'] });
  onEnd(() => child.kill('SIGKILL'));
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(output.toString());
  return {
    spec: `hole=127.0.0.1:${port}`,
    swallow: async () => {
      child.kill('SIGSTOP');
      // Linux lets one more than the backlog stand in the queue. Some may stand there already, and the child may take
      // one yet before it stops.
      while ((await acceptQueue(port)) <= BACKLOG) {
        const socket = connect(port, '127.0.0.1').on('error', () => undefined);
        onEnd(() => socket.destroy());
        await sleep(1);
      }
    },
    swallowed: async () => {
      while (!(await synSentTo(port))) await sleep(1);
    },
    settled: async () => {
      while (await synSentTo(port)) await sleep(1);
    },
    recover: () => void child.kill('SIGCONT'),
  };
}

/** Whether a connection to a port of 127.0.0.1 is waiting for the answer to its SYN. */
async function synSentTo(port: number): Promise<boolean> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const waiting = new RegExp(`0100007F:[0-9A-F]{4} 0100007F:${hexPort} 02 `);
  return waiting.test(await readFile('/proc/net/tcp', 'utf8'));
}

/** How many connections wait to be accepted at a port of 127.0.0.1: what Linux tells as a listener's receive queue. */
async function acceptQueue(port: number): Promise<number> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const listener = new RegExp(`0100007F:${hexPort} 00000000:0000 0A [0-9A-F]{8}:([0-9A-F]{8})`);
  const [, queued = '0'] = listener.exec(await readFile('/proc/net/tcp', 'utf8')) ?? [];
  return parseInt(queued, 16);
}
