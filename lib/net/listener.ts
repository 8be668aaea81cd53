import type { ListenOptions, Server } from 'node:net';
import { LbsimError, systemErrorCode, type ErrorCode } from '../errors.js';
import { formatAddress, type Address } from './address.js';
import { BACKLOG } from './backlog.js';
import { resolveHost } from './resolve.js';

/**
 * How a listener in a worker of `node:cluster` shares its port with the others. `kernel`: each has a socket of its own,
 * and the kernel spreads the connections over them (`SO_REUSEPORT`, from Node 23.1 on). `handle`: all take from one
 * socket, which the primary holds.
 */
export type Sharing = 'kernel' | 'handle';

/** Whether this Node on this system can have the kernel do it. */
export const KERNEL_SHARES = process.platform === 'linux' && atLeast(23, 1);

const SHARING: Readonly<Record<Sharing, ListenOptions & { reusePort?: boolean }>> = {
  kernel: { exclusive: true, reusePort: true },
  handle: { exclusive: false },
};

/**
 * Makes the server listen.
 *
 * @returns where it listens: with port 0, the port that was free
 * @throws LbsimError `ERR_ADDRESS_IN_USE`, `ERR_ADDRESS_NOT_AVAILABLE`, `ERR_HOST_NOT_FOUND`, `ERR_LISTEN`
 */
export async function listen(server: Server, { host, port }: Address, sharing?: Sharing): Promise<Address> {
  // Resolved as it is for dialling, so that one name is one address on both sides.
  const ip = await resolveHost(host);
  return new Promise((resolve, reject) => {
    const refused = (error: Error): void => {
      server.off('listening', listening);
      reject(listenError(error, { host, port }));
    };
    const listening = (): void => {
      server.off('error', refused);
      const bound = server.address();
      resolve({ host, port: typeof bound === 'object' && bound !== null ? bound.port : port });
    };
    server.once('error', refused).once('listening', listening);
    server.listen({ host: ip, port, backlog: BACKLOG, ...(sharing && SHARING[sharing]) });
  });
}

type Refusal = readonly [ErrorCode, (address: Address) => string];

const LISTEN_ERRORS: Readonly<Record<string, Refusal>> = {
  EADDRINUSE: [
    'ERR_ADDRESS_IN_USE',
    (address) =>
      `${formatAddress(address)} is taken: stop what listens there (${showsListener(address)} shows it), or choose another port`,
  ],
  EADDRNOTAVAIL: [
    'ERR_ADDRESS_NOT_AVAILABLE',
    ({ host }) => `${host} is not an address of this machine: use 127.0.0.1, or 0.0.0.0 for all of them`,
  ],
  EACCES: [
    'ERR_LISTEN',
    (address) => `no permission to listen on ${formatAddress(address)}: choose a port above 1023`,
  ],
};

/** The system's own command that says which process listens on a port. */
function showsListener({ port }: Address): string {
  if (process.platform === 'linux') return `ss -ltnp 'sport = :${port}'`;
  return process.platform === 'win32'
    ? `netstat -ano | findstr :${port}`
    : `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
}

export function listenError(cause: Error, address: Address): LbsimError {
  const known = LISTEN_ERRORS[systemErrorCode(cause) ?? ''];
  if (known !== undefined) return new LbsimError(known[0], known[1](address), { cause });
  return new LbsimError('ERR_LISTEN', `cannot listen on ${formatAddress(address)}: ${cause.message}`, {
    cause,
  });
}

function atLeast(major: number, minor: number): boolean {
  const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number);
  return ourMajor > major || (ourMajor === major && ourMinor >= minor);
}
