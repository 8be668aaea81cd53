// What the programs that flood have in common: sockets from many addresses of loopback, so many at once.
import { connect } from 'node:net';

/** Clients of one address: far fewer than it has ports. */
const PER_ADDRESS = 4000;

/**
 * The address of one of the clients, in a network of its own for each program.
 *
 * @param subnet - 0 to 255
 */
export function localAddress(index, subnet) {
  return `127.2.${subnet}.${1 + (Math.floor(index / PER_ADDRESS) % 250)}`;
}

/** A socket that is connected from there. Errors are heard: who wants to know of them listens too. */
export function connectFrom(port, index, subnet) {
  return connect({
    ...{ port, host: '127.0.0.1', localAddress: localAddress(index, subnet) },
    ...{ noDelay: true, allowHalfOpen: true },
  }).on('error', () => undefined);
}

/** Does something for each number below `count`, so many at a time. @param action - returns a promise */
export async function atOnce(count, width, action) {
  let next = 0;
  const lane = async () => {
    while (next < count) await action(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** The event, or the end of the socket, whichever comes first. @returns whether the event came */
export function eventOf(socket, event) {
  if (socket.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    socket.once(event, () => resolve(true));
    socket.once('close', () => resolve(false));
  });
}

/** Counts by name. */
export class Tally {
  #counts = {};

  add(name) {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }

  toJSON() {
    return this.#counts;
  }
}
