import {
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLPRI,
  EPOLLRDHUP,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
} from './constants.js';
import { EVENT_BYTES, EVENT_WORDS, FD_WORD, writeEvent } from './epoll-event.js';
import type { Memory } from './memory.js';
import type { PollHandle, Syscalls } from './syscalls.js';

/** What is watched. */
export interface Watched {
  readonly fd: number;
  /** Tells two apart that have had the same descriptor one after the other. */
  readonly generation: number;
  /** @param events - as epoll has them */
  ready(events: number): void;
}

/** What is to be read on, in the next round. */
export interface Reader {
  readOn(): void;
}

/** Everything, told once for each change: a socket is added once in its life, and never changed. */
const ALL = (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLPRI) + EPOLLET;
/** Events that are taken at once. */
const MOST = 512;
/** Rounds before the loop of Node has its turn again: a single one costs 5 % more, and sixteen make timers late by a few milliseconds at most. */
const ROUNDS = 16;

const nothing = (): void => undefined;

/**
 * One epoll descriptor, which Node's own loop watches: so timers, health checks, logs and the admin API live in the same thread, and
 * nothing ever waits here.
 */
export class EpollLoop {
  readonly #calls: Syscalls;
  readonly #fd: number;
  readonly #event: Memory;
  readonly #events: Memory;
  /** By descriptor. */
  readonly #watched: (Watched | undefined)[] = [];
  readonly #handle: PollHandle;
  #lastGeneration = 0;
  #open = 0;
  #again: Reader[] = [];
  #told: (() => void)[] = [];
  readonly #turnAgain = (): void => this.#turn();
  #isTurning = false;
  #isTelling = false;

  constructor(calls: Syscalls) {
    this.#calls = calls;
    this.#fd = calls.epollCreate1(EPOLL_CLOEXEC);
    if (this.#fd < 0) throw new Error('no epoll descriptor is to be had');
    this.#event = calls.memory(EVENT_BYTES);
    this.#events = calls.memory(MOST * EVENT_BYTES);
    this.#handle = calls.poll(this.#fd, () => this.#turn());
    this.#handle.unref();
  }

  nextGeneration(): number {
    this.#lastGeneration = (this.#lastGeneration + 1) >>> 0;
    return this.#lastGeneration;
  }

  /** Watches a socket from now on; it keeps the process alive. */
  watch(socket: Watched): void {
    this.#watched[socket.fd] = socket;
    this.#add(socket, ALL);
  }

  /** Watches a listener for as long as there is somebody to accept, told again and again. */
  watchListener(listener: Watched): void {
    this.#watched[listener.fd] = listener;
    this.#add(listener, EPOLLIN);
  }

  /** A descriptor is about to be closed, which ends the watch. */
  unwatch(fd: number): void {
    this.#watched[fd] = undefined;
    if (--this.#open === 0) this.#handle.unref();
  }

  /** Same of a descriptor that stays open. */
  rest(fd: number): void {
    this.#calls.epollCtl(this.#fd, EPOLL_CTL_DEL, fd, this.#event);
    this.unwatch(fd);
  }

  /** Has it read on in the next round. */
  again(reader: Reader): void {
    this.#again.push(reader);
    if (!this.#isTurning && this.#again.length === 1) setImmediate(this.#turnAgain);
  }

  /** Tells something when nothing else is under way: never in the middle of what moves bytes. */
  tell(what: () => void): void {
    this.#told.push(what);
    if (!this.#isTurning && !this.#isTelling && this.#told.length === 1) setImmediate(() => this.#tellAll());
  }

  #add({ fd, generation }: Watched, events: number): void {
    writeEvent(this.#event, events, fd, generation);
    this.#calls.epollCtl(this.#fd, EPOLL_CTL_ADD, fd, this.#event);
    if (this.#open++ === 0) this.#handle.ref();
  }

  /** Called by Node, which runs neither ticks nor promises behind it, and for which an exception here is no reason to end. */
  #turn(): void {
    this.#isTurning = true;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const count = this.#round();
        this.#tellAll();
        if (count === 0) break;
      }
    } catch (error) {
      setImmediate(() => {
        throw error;
      });
    } finally {
      this.#isTurning = false;
    }
    // Behind an immediate Node runs the ticks and promises that somebody may wait for who was told something.
    setImmediate(this.#again.length > 0 ? this.#turnAgain : nothing);
  }

  /** @returns how much there was to do */
  #round(): number {
    const count = this.#calls.epollWait(this.#fd, this.#events, MOST, EVENT_BYTES);
    const { u32 } = this.#events;
    for (let event = 0; event < count; event++) {
      const place = event * EVENT_WORDS;
      const watched = this.#watched[u32[place + FD_WORD] ?? 0];
      // What is told of a descriptor that has been closed since may be of another by now.
      if (watched?.generation === u32[place + FD_WORD + 1]) watched?.ready(u32[place] ?? 0);
    }
    const again = this.#again;
    this.#again = [];
    for (const reader of again) reader.readOn();
    return Math.max(0, count) + again.length;
  }

  #tellAll(): void {
    if (this.#told.length === 0 || this.#isTelling) return;
    this.#isTelling = true;
    try {
      while (this.#told.length > 0) {
        const told = this.#told;
        this.#told = [];
        for (const tell of told) tell();
      }
    } finally {
      this.#isTelling = false;
    }
  }
}
