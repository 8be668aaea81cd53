import type { Address } from '../../net/address.js';
import { BACKLOG, wholeTurn } from '../../net/backlog.js';
import { failureKind } from '../../net/failure.js';
import { listenError, type Sharing } from '../../net/listener.js';
import { resolveHost } from '../../net/resolve.js';
import type { Listener, ListenerEvents } from '../transport.js';
import {
  AF_INET,
  AF_INET6,
  EAGAIN,
  EMFILE,
  ENFILE,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  NONBLOCK_CLOEXEC,
  SOCK_STREAM_NONBLOCK_CLOEXEC,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOL_SOCKET,
  systemError,
  TCP_NODELAY,
} from './constants.js';
import type { EpollEngine } from './epoll-engine.js';
import { EpollClient } from './epoll-client.js';
import { EpollSocket } from './epoll-socket.js';
import type { Watched } from './epoll-loop.js';
import { readAddress, writeAddress } from './socket-address.js';

/** Clients that are accepted before others have their turn. */
const BATCH = 64;
/** How long nobody is accepted once no descriptor is left, in milliseconds. */
const STARVED_MS = 100;

/** A listening socket. What it accepts has no delay, as it has none itself. */
export class EpollListener implements Listener, Watched {
  fd = -1;
  readonly generation: number;
  readonly #engine: EpollEngine;
  readonly #events: ListenerEvents;
  #accepted = 0;
  /** A descriptor that is given up for those who are turned away when no other is left; -1 for none. */
  #reserve = -1;
  #starved: NodeJS.Timeout | undefined;

  constructor(engine: EpollEngine, events: ListenerEvents) {
    this.#engine = engine;
    this.#events = events;
    this.generation = engine.loop.nextGeneration();
  }

  async listen({ host, port }: Address, sharing?: Sharing): Promise<Address> {
    const ip = await resolveHost(host);
    const { calls, loop } = this.#engine;
    const fd = this.#bind({ host: ip, port }, sharing !== undefined);
    if (typeof fd !== 'number') throw listenError(fd, { host, port });
    this.fd = fd;
    this.#keepReserve();
    calls.getsockname(fd, this.#engine.address, this.#engine.length);
    const bound = readAddress(this.#engine.address);
    loop.watchListener(this);
    return { host, port: bound.port };
  }

  async acceptWaiting(): Promise<void> {
    if (this.fd < 0) return;
    const first = this.#accepted;
    let before: number;
    do {
      before = this.#accepted;
      this.ready();
      await wholeTurn();
    } while (this.#accepted > before && this.#accepted - first < BACKLOG);
  }

  close(): void {
    clearTimeout(this.#starved);
    const { fd } = this;
    if (fd < 0) return;
    this.fd = -1;
    if (this.#starved === undefined) this.#engine.loop.unwatch(fd);
    this.#engine.calls.close(fd);
    if (this.#reserve >= 0) this.#engine.calls.close(this.#reserve);
    this.#reserve = -1;
  }

  ready(): void {
    const { calls, address, length } = this.#engine;
    for (let count = 0; count < BATCH && this.fd >= 0; count++) {
      const fd = calls.accept4(this.fd, address, length, NONBLOCK_CLOEXEC);
      if (fd < 0) {
        const { errno } = calls;
        if (errno === EAGAIN) return;
        if (errno === EMFILE || errno === ENFILE) {
          // The kernel says so also where nobody waits.
          const turnedAway = this.#turnAway();
          if (turnedAway === undefined) this.#restWhileStarved();
          if (turnedAway !== 0) this.#events.starved(failureKind(systemError(errno, 'accept')));
          return;
        }
        continue; // a client that has left already, or one that the network lost
      }
      this.#accepted++;
      this.#events.accepted(new EpollClient(new EpollSocket(this.#engine, fd), readAddress(address)));
    }
  }

  /** Closes those who wait to be accepted, as libuv does (`uv__emfile_trick`). @returns how many; undefined when not even that could be done */
  #turnAway(): number | undefined {
    const { calls, address, length } = this.#engine;
    if (this.#reserve < 0) return undefined;
    calls.close(this.#reserve);
    let count = 0;
    let fd = calls.accept4(this.fd, address, length, NONBLOCK_CLOEXEC);
    const isStarved = fd < 0 && calls.errno !== EAGAIN;
    for (; fd >= 0; fd = calls.accept4(this.fd, address, length, NONBLOCK_CLOEXEC)) {
      calls.close(fd);
      count++;
    }
    this.#keepReserve();
    return isStarved ? undefined : count;
  }

  #keepReserve(): void {
    this.#reserve = this.#engine.calls.socket(AF_INET, SOCK_STREAM_NONBLOCK_CLOEXEC);
  }

  /** The listener would be told of again and again, and nobody could be accepted. */
  #restWhileStarved(): void {
    const { loop } = this.#engine;
    loop.rest(this.fd);
    this.#starved = setTimeout(() => {
      this.#starved = undefined;
      if (this.#reserve < 0) this.#keepReserve();
      if (this.fd >= 0) loop.watchListener(this);
    }, STARVED_MS);
  }

  /** @returns the descriptor, or why there is none */
  #bind(address: Address, isShared: boolean): number | Error {
    const engine = this.#engine;
    const { calls } = engine;
    const { length, family } = writeAddress(address, engine.address);
    const fd = calls.socket(family, SOCK_STREAM_NONBLOCK_CLOEXEC);
    if (fd < 0) return systemError(calls.errno, 'socket');
    engine.setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (isShared) engine.setOption(fd, SOL_SOCKET, SO_REUSEPORT, 1);
    if (family === AF_INET6) engine.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    engine.setOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    if (calls.bind(fd, engine.address, length) < 0) return this.#failed(fd, 'bind');
    if (calls.listen(fd, BACKLOG) < 0) return this.#failed(fd, 'listen');
    return fd;
  }

  #failed(fd: number, call: string): Error {
    const error = systemError(this.#engine.calls.errno, call);
    this.#engine.calls.close(fd);
    return error;
  }
}
