import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

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
      // Linux lets one more than the backlog stand in the queue.
      for (let queued = 0; queued <= BACKLOG; queued++) {
        const socket = connect(port, '127.0.0.1').on('error', () => undefined);
        onEnd(() => socket.destroy());
        await once(socket, 'connect');
      }
    },
  };
}
