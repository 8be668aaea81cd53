import type { Address } from '../../net/address.js';
import type { CloseHow } from '../../net/close-socket.js';
import {
  EPOLLERR,
  IPPROTO_TCP,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SOL_SOCKET,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
} from './constants.js';
import type { EpollEngine } from './epoll-engine.js';
import type { Watched } from './epoll-loop.js';
import { readAddress, readPort } from './socket-address.js';

/** Who hears of a socket now: what dials it, who waits with it, or a side of a pump. */
export interface SocketRole {
  ready(events: number): void;
}

/** As Node has them where keep-alive is on. */
const KEEPALIVE_INTERVAL_S = 1;
const KEEPALIVE_PROBES = 10;

/** A connected socket, or one that connects. */
export class EpollSocket implements Watched {
  readonly generation: number;
  readonly engine: EpollEngine;
  /** -1 once it is closed. */
  fd: number;
  role: SocketRole | undefined;
  /** All that has come so far and that nobody has dealt with: it is told but once. */
  events = 0;
  /** Told, in this order, once it is closed. */
  whenClosed: (() => void) | undefined;
  whenPumpClosed: (() => void) | undefined;

  constructor(engine: EpollEngine, fd: number) {
    this.engine = engine;
    this.fd = fd;
    this.generation = engine.loop.nextGeneration();
    engine.loop.watch(this);
  }

  get isClosed(): boolean {
    return this.fd < 0;
  }

  /** Our end. */
  get local(): Address {
    const { calls, address, length } = this.engine;
    if (calls.getsockname(this.fd, address, length) < 0) return { host: '::', port: 0 };
    return readAddress(address);
  }

  get localPort(): number {
    const { calls, address, length } = this.engine;
    return calls.getsockname(this.fd, address, length) < 0 ? 0 : readPort(address);
  }

  ready(events: number): void {
    this.events |= events;
    this.role?.ready(events);
  }

  /** Whether its peer has reset it, or is no longer there. */
  get isReset(): boolean {
    return (this.events & EPOLLERR) !== 0;
  }

  /** The error that it has; 0 for none. It is told once. */
  takeError(): number {
    const { calls, value, length } = this.engine;
    return calls.getsockopt(this.fd, SOL_SOCKET, SO_ERROR, value, length) < 0 ? 0 : (value.i32[0] ?? 0);
  }

  keepAlive(idleMs: number): void {
    const { engine, fd } = this;
    engine.setOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    engine.setOption(fd, IPPROTO_TCP, TCP_KEEPIDLE, Math.ceil(idleMs / 1000));
    engine.setOption(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S);
    engine.setOption(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
  }

  /** Closes it; what has come and was not read makes the kernel send RST. */
  close(how: CloseHow = 'fin'): void {
    const { engine, fd } = this;
    if (fd < 0) return;
    if (how === 'reset') {
      engine.value.i32[0] = 1;
      engine.value.i32[1] = 0;
      engine.calls.setsockopt(fd, SOL_SOCKET, SO_LINGER, engine.value, 8);
    }
    this.fd = -1;
    this.role = undefined;
    engine.loop.unwatch(fd);
    engine.calls.close(fd);
    if (this.whenClosed !== undefined || this.whenPumpClosed !== undefined)
      engine.loop.tell(this.#tellClosed);
  }

  readonly #tellClosed = (): void => {
    this.whenClosed?.();
    this.whenPumpClosed?.();
  };
}
