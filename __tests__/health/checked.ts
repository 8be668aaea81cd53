import type { Socket } from 'node:net';
import { addressProbe } from '../../lib/health/address-probe.js';
import { parseHealthCheck } from '../../lib/health/health-check.js';
import { tcpProbe, type ProbeResult } from '../../lib/health/probe.js';
import type { ProxyVersion } from '../../lib/net/proxy-protocol.js';
import { Backend } from '../../lib/routing/backend.js';
import { listenOnLoopback } from '../helpers/sockets.js';

const HOST = '127.0.0.1';
/** Long enough never to pass in a test. */
const PATIENT = 60_000;

export interface CheckedOptions {
  readonly timeoutMs?: number;
  readonly sendProxy?: ProxyVersion | 'off';
  /** The host of the backend, as it was configured. */
  readonly host?: string;
}

/** Begins a health check, as `--health-check` has it, of a port of this machine. */
export function begin(
  check: string,
  port: number,
  done: (result: ProbeResult) => void,
  { timeoutMs = PATIENT, sendProxy = 'off', host = HOST }: CheckedOptions = {},
): () => void {
  const probe = addressProbe(tcpProbe, parseHealthCheck(check), sendProxy);
  return probe.run(new Backend(0, { host, port }), { host: HOST, port }, timeoutMs, done);
}

/** The result of a health check of a backend that serves each connection so. */
export async function checked(
  check: string,
  serve: (socket: Socket) => void,
  onEnd: (close: () => unknown) => void,
  options: CheckedOptions = {},
): Promise<ProbeResult> {
  const { server, port } = await listenOnLoopback((socket) => {
    onEnd(() => socket.destroy());
    serve(socket);
  });
  onEnd(() => server.close());
  return new Promise((resolve) => onEnd(begin(check, port, resolve, options)));
}
