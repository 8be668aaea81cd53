import type { Server } from 'node:net';
import { LbsimError } from '../errors.js';
import type { Address } from '../net/address.js';
import { listen } from '../net/listener.js';

export interface Listening {
  readonly server: Server;
  /** Where it listens. */
  readonly address: Address;
}

/**
 * Listens on the first port of a range that is free. A range of one port is that port or nothing.
 *
 * @param createServer - makes the server; each port is tried with a new one
 * @throws LbsimError `ERR_ADDRESS_IN_USE` when all are taken, and at once whatever else `listen` fails with
 */
export async function listenOnFirstFree(
  createServer: () => Server,
  host: string,
  first: number,
  last: number,
): Promise<Listening> {
  for (let port = first; ; port++) {
    const server = createServer();
    try {
      return { server, address: await listen(server, { host, port }) };
    } catch (error) {
      const taken = error instanceof LbsimError && error.code === 'ERR_ADDRESS_IN_USE';
      if (!taken || first === last) throw error;
      if (port < last) continue;
      throw new LbsimError(
        'ERR_ADDRESS_IN_USE',
        `all ports from ${first} to ${last} of ${host} are taken: choose another, or 0 for any free one`,
        { cause: error },
      );
    }
  }
}
