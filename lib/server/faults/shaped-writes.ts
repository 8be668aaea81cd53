import type { Socket } from 'node:net';
import type { HeldWrites } from '../../net/held-writes.js';
import type { FaultKind } from './faults.js';
import { SLICE_MS, type Shaping } from './shaping.js';

/** Bytes of answers that are held back before the backend has to wait with more, and what each answer counts beside. */
const HELD = 256 * 1024;
const OVERHEAD = 64;

/** What a stream calls the encoding of bytes. */
const RAW = 'buffer' as BufferEncoding;

type Done = (error?: Error | null) => void;

/** An answer, or a part of one, and when it may go. */
interface Answer {
  chunk: Uint8Array;
  readonly due: number;
}

/**
 * Has the faults of a backend come over all that it sends on one socket: it is held back, slowed down, cut off. Faults
 * that come and go while the connection lives count from then on.
 *
 *     mode ──write──►  held back until due ──slices──►  socket
 *
 * It takes the place of the socket's `_write` and `_final`, the methods that a stream sends by. As long as nothing is
 * wrong, bytes pass straight through.
 */
export class ShapedWrites implements HeldWrites {
  readonly #socket: Socket;
  readonly #shaping: Shaping;
  readonly #injected: (kind: FaultKind) => void;
  readonly #reset: () => void;
  readonly #write: Socket['_write'];
  readonly #final: Socket['_final'];
  readonly #queue: Answer[] = [];
  #held = 0;
  #sent = 0;
  #sending = false;
  /** FIN has been sent before its time: nothing more goes out. */
  #cut = false;
  #timer: NodeJS.Timeout | undefined;
  /** The mode's write that waits for room, and its FIN that waits for all that is held back. */
  #whenRoom: Done | undefined;
  #whenEmpty: Done | undefined;
  #whenFlushed: (() => void) | undefined;

  /**
   * @param injected - called each time that a fault affects bytes
   * @param reset - resets the connection
   */
  constructor(
    socket: Socket,
    shaping: Shaping,
    injected: (kind: FaultKind) => void,
    reset: () => void = () => void socket.resetAndDestroy(),
  ) {
    this.#socket = socket;
    this.#shaping = shaping;
    this.#injected = injected;
    this.#reset = reset;
    /* eslint-disable @typescript-eslint/unbound-method -- both are only called by `.call(this.#socket, …)` */
    this.#write = socket._write;
    this.#final = socket._final;
    /* eslint-enable @typescript-eslint/unbound-method */
    socket._write = (chunk: Uint8Array | string, encoding, done) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      if (bytes.length === 0) this.#ask(bytes, done);
      else if (this.#isClear()) this.#pass(bytes, done);
      else this.#take(bytes, done);
    };
    // What is buffered then comes to `_write` one by one.
    Object.assign(socket, { _writev: null });
    socket._final = (done) => {
      this.#whenEmpty = done;
      this.#send();
    };
    socket.once('close', () => clearTimeout(this.#timer));
  }

  /** Bytes handed to the socket's kernel so far. */
  get sent(): number {
    return this.#sent;
  }

  /** In how many milliseconds the last answer that is held back may go; 0 when none is, or none will. */
  get dueInMs(): number {
    const last = this.#queue.at(-1);
    if (last === undefined || this.#cut || this.#shaping.faults.hang) return 0;
    return Math.max(0, last.due - performance.now());
  }

  get flushed(): boolean {
    return this.#queue.length === 0 && !this.#sending;
  }

  whenFlushed(callback: () => void): void {
    if (this.flushed) callback();
    else this.#whenFlushed = callback;
  }

  /** The faults have changed: what was held back may be free to go. */
  faultsChanged(): void {
    this.#send();
  }

  /** Nothing is wrong, and nothing is on its way from when something was. */
  #isClear(): boolean {
    return !this.#shaping.isOn && this.flushed && !this.#cut;
  }

  /** A write of nothing asks whether the peer is gone; it is no answer, and after FIN it would fail in any case. */
  #ask(nothing: Uint8Array, done: Done): void {
    if (this.#cut) done();
    else this.#write.call(this.#socket, nothing, RAW, done);
  }

  #pass(chunk: Uint8Array, done: Done): void {
    this.#sent += chunk.length;
    this.#write.call(this.#socket, chunk, RAW, done);
  }

  #take(chunk: Uint8Array, done: Done): void {
    const delay = this.#shaping.drawLatency();
    if (delay > 0) this.#injected('latency');
    const before = this.#queue.at(-1)?.due ?? 0;
    // Copied, for its buffer may be lent only until it counts as written, which is at once.
    this.#queue.push({ chunk: Buffer.from(chunk), due: Math.max(before, performance.now() + delay) });
    this.#held += chunk.length + OVERHEAD;
    this.#whenRoom = done;
    this.#send();
    this.#makeRoom();
  }

  /** The mode may write on, unless too much is held back. */
  #makeRoom(): void {
    if (this.#held > HELD) return;
    const done = this.#whenRoom;
    this.#whenRoom = undefined;
    done?.();
  }

  /** Sends what may go now, and comes back when more may. */
  #send(): void {
    clearTimeout(this.#timer);
    while (!this.#sending && !this.#socket.destroyed && this.#sendNext());
  }

  /** @returns whether there may be more that can go at once */
  #sendNext(): boolean {
    const next = this.#queue[0];
    if (this.#shaping.faults.hang) {
      // A probe expects nothing but FIN.
      const owesFin = this.#whenEmpty !== undefined && this.#socket.bytesRead > 0;
      if (next !== undefined || owesFin) this.#injected('hang');
      return false;
    }
    if (this.#cut || next === undefined) {
      if (this.#cut) this.#drop();
      else this.#end();
      this.#tellFlushed();
      return false;
    }
    const now = performance.now();
    const waitMs = Math.max(next.due - now, this.#shaping.lineBusyMs(now));
    if (waitMs > 0) this.#timer = setTimeout(() => this.#send(), Math.ceil(waitMs));
    else this.#sendSlice(next, now);
    return waitMs <= 0;
  }

  #sendSlice(answer: Answer, now: number): void {
    const { bandwidth, resetAfter, closeAfter } = this.#shaping.faults;
    const slice = Math.max(1, Math.floor((bandwidth * SLICE_MS) / 1000));
    const allowed = Math.min(resetAfter, closeAfter) - this.#sent;
    const length = Math.max(0, Math.min(answer.chunk.length, slice, allowed));
    const chunk = answer.chunk.subarray(0, length);
    answer.chunk = answer.chunk.subarray(length);
    this.#held -= length;
    this.#sent += length;
    if (answer.chunk.length === 0) {
      this.#queue.shift();
      this.#held -= OVERHEAD;
    }
    if (bandwidth !== Infinity) {
      this.#injected('bandwidth');
      this.#shaping.occupyLine(length, now);
    }
    const isCut = allowed <= length;
    let isAtOnce = true;
    this.#sending = true;
    this.#write.call(this.#socket, chunk, RAW, (error) => {
      this.#sending = false;
      if (error) this.#fail(error);
      else if (isCut) this.#cutOff(resetAfter <= closeAfter);
      else this.#makeRoom();
      if (!isAtOnce) this.#send();
    });
    isAtOnce = false;
  }

  #cutOff(byReset: boolean): void {
    this.#injected(byReset ? 'reset-after' : 'close-after');
    if (byReset) {
      this.#reset();
      return;
    }
    this.#cut = true;
    this.#final.call(this.#socket, () => this.#drop());
  }

  /** After FIN nothing more can be sent: it is forgotten, and the mode told that all is well. */
  #drop(): void {
    this.#queue.length = 0;
    this.#held = 0;
    this.#makeRoom();
    const done = this.#whenEmpty;
    this.#whenEmpty = undefined;
    done?.();
  }

  #end(): void {
    const done = this.#whenEmpty;
    this.#whenEmpty = undefined;
    if (done !== undefined) this.#final.call(this.#socket, done);
  }

  #tellFlushed(): void {
    const callback = this.#whenFlushed;
    this.#whenFlushed = undefined;
    callback?.();
  }

  #fail(error: Error): void {
    const done = this.#whenRoom ?? this.#whenEmpty;
    this.#whenRoom = undefined;
    this.#whenEmpty = undefined;
    if (done === undefined) this.#socket.destroy(error);
    else done(error);
  }
}
