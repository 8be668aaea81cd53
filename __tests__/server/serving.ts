import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { MODES } from '../../lib/server/modes/index.js';
import type { Finish } from '../../lib/server/modes/mode.js';
import { connectToLoopback, listenOnLoopback } from '../helpers/sockets.js';
import { onlyWhere } from '../helpers/only-where.js';

/** The modes without a service behind them. */
export const ANSWERING = MODES.filter((mode) => mode !== 'forward');

/** Both ends of one served connection. */
export interface Served {
  readonly client: Socket;
  /** The socket that was accepted and is served. */
  readonly served: Socket;
  readonly finish: Finish;
}

/** Connects a client to a server that serves it so; both are closed by the registered closer. */
export async function serveOne(
  serve: (socket: Socket) => Finish,
  closeLater: (close: () => unknown) => void,
): Promise<Served> {
  let accepted: ((result: { served: Socket; finish: Finish }) => void) | undefined;
  const result = new Promise<{ served: Socket; finish: Finish }>((resolve) => (accepted = resolve));
  const { server, port } = await listenOnLoopback((served) => accepted?.({ served, finish: serve(served) }));
  const client = await connectToLoopback(port);
  const { served, finish } = await result;
  closeLater(() => {
    client.destroy();
    served.destroy();
    return closeServer(server);
  });
  return { client, served, finish };
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** What keeps the process alive: sockets, listeners, timers. */
export function openResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /^(TCP|Timeout|Immediate)/.test(name));
}

/** What is there after and was not before. */
export function added(before: readonly string[], after: readonly string[]): string[] {
  const left = [...after];
  for (const name of before) {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ family }) => family === 'IPv6'),
);
export const WITH_IPV6 = onlyWhere(hasIpv6, 'a listener on both IP versions takes IPv6');
