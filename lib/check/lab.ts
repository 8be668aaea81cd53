import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../net/address.js';
import { startDeadline } from '../net/deadline.js';
import { failureText, type FailureKind } from '../failure.js';
import type { ProxyHeader } from '../net/proxy-protocol.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import { Limit, withinTime } from './clock.js';
import { knockLine, newId } from './knock.js';
import type { Arrival, TestBackend } from './test-backend.js';
import { Wire } from './wire.js';

/** After which a client knocks again. */
const KNOCK_AGAIN_MS = 100;
/** Between two attempts to get through. */
const RETRY_MS = 200;

/** Both ends of a connection through the balancer. */
export interface Pair {
  readonly client: Wire;
  readonly backend: Wire;
  /** What the balancer sent to the backend before the client's bytes, if it did. */
  readonly header: ProxyHeader | undefined;
}

/** No connection came through: neither the balancer's merit nor its fault, as far as a check can tell. */
export class UnreachableError extends Error {
  override readonly name = 'NoWayThrough';
  /** Set when the balancer itself could not be connected to. */
  readonly connecting: FailureKind | undefined;

  constructor(reason: string, connecting?: FailureKind) {
    super(reason);
    this.connecting = connecting;
  }
}

/** What was connected to sends bytes of its own, without end. */
export class TalkativeError extends UnreachableError {}

/** The signal came that ends a run early. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

export interface LabOptions {
  readonly balancer: Address;
  readonly testBackend: TestBackend;
  /** Bound of each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** How long `idle-hold` keeps still, in milliseconds. */
  readonly idleMs: number;
  /** Gives up what is under way. */
  readonly signal: AbortSignal | undefined;
}

/** How long a check may take beside its waits, and how many of those it may need in full. */
const CHECK_MS = 20_000;
const FULL_WAITS = 4;
/** More than a balancer can have to say before the first knock comes back, in bytes. */
const MAX_ECHO = 64 * 1024;

/** What a check works with: connections through the balancer, and how long to wait for what they bring. */
export class Lab {
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly #balancer: Address;
  readonly #testBackend: TestBackend;
  readonly #signal: AbortSignal | undefined;
  readonly #wires = new Set<Wire>();
  /** Resolves when it is given up. */
  readonly #over: Promise<undefined>;
  #giveUp: () => void = () => undefined;
  #isOver = false;

  constructor({ balancer, testBackend, timeoutMs, idleMs, signal }: LabOptions) {
    this.#balancer = balancer;
    this.#testBackend = testBackend;
    this.#signal = signal;
    this.timeoutMs = timeoutMs;
    this.idleMs = idleMs;
    this.#over = new Promise((resolve) => {
      this.#giveUp = () => {
        this.#isOver = true;
        this.#hangUp();
        resolve(undefined);
      };
    });
  }

  /** However the bytes may come, a check is over after this time, in milliseconds. */
  get deadlineMs(): number {
    return Math.min(CHECK_MS + FULL_WAITS * this.timeoutMs + this.idleMs, MAX_TIMER_MS);
  }

  /**
   * Waits for work with this lab, and then closes every connection.
   *
   * @returns undefined when it was not done in time, and was given up
   * @throws Aborted when the signal came
   */
  async whileOpen<T>(work: Promise<T>, withinMs: number): Promise<T | undefined> {
    const cancelDeadline = startDeadline(withinMs, this.#giveUp);
    this.#signal?.addEventListener('abort', this.#giveUp);
    try {
      if (this.#signal?.aborted) this.#giveUp();
      const done = await Promise.race([work, this.#over]);
      if (this.#signal?.aborted) throw new Aborted();
      return done;
    } finally {
      cancelDeadline();
      this.#signal?.removeEventListener('abort', this.#giveUp);
      this.#giveUp();
    }
  }

  /**
   * A connection through the balancer that carries bytes both ways, nothing under way. Tried again until it works.
   *
   * @param limitMs - after which it is given up; @default the timeout
   * @param isFinal - whether not to try again; @default where the balancer could not be connected to
   * @throws NoWayThrough
   */
  async open(limitMs = this.timeoutMs, isFinal = isUnconnected): Promise<Pair> {
    const limit = new Limit(limitMs);
    try {
      for (;;) {
        const outcome = await this.#attempt(limit);
        if (!(outcome instanceof UnreachableError)) return outcome;
        if (isFinal(outcome)) throw outcome;
        await sleep(RETRY_MS);
        if (this.#isOver || limit.isOver) throw outcome;
      }
    } finally {
      limit.callOff();
    }
  }

  /**
   * A client that has said all of this at once with its connect, and the backend it came to, if any did in time. The
   * backend hears what comes after the first line, which is a knock.
   */
  async openSpeaking(
    bytes: Uint8Array,
  ): Promise<{ readonly client: Wire; readonly backend: Wire | undefined }> {
    const id = newId();
    const client = await this.dial();
    const arrived = this.#arrival(id);
    void client.write(Buffer.concat([Buffer.from(knockLine(id, 'go')), bytes]));
    return { client, backend: (await arrived)?.wire };
  }

  /** A bare connection to the balancer. @throws NoWayThrough */
  async dial(): Promise<Wire> {
    const wire = await Wire.dial(this.#balancer, this.timeoutMs);
    if (!(wire instanceof Wire)) throw new UnreachableError(`cannot connect (${failureText(wire)})`, wire);
    this.#wires.add(wire);
    if (this.#isOver) this.#hangUp();
    return wire;
  }

  /** From now on connections to the backend are refused. */
  closeBackend(): void {
    this.#hangUp();
    this.#testBackend.close();
  }

  #hangUp(): void {
    for (const wire of this.#wires) wire.close();
    this.#wires.clear();
  }

  async #attempt(limit: Limit): Promise<Pair | UnreachableError> {
    const id = newId();
    const timeout = new Limit(this.timeoutMs);
    try {
      const client = await this.dial();
      await knock(client, id, () => limit.isOver || timeout.isOver);
      const arrived = this.#arrival(id);
      void client.write(knockLine(id, 'go'));
      const arrival = await arrived;
      if (arrival === undefined) throw new UnreachableError('the backend was lost as soon as it was reached');
      return { client, backend: arrival.wire, header: arrival.header };
    } catch (error) {
      if (error instanceof UnreachableError) return error;
      throw error;
    } finally {
      timeout.callOff();
    }
  }

  async #arrival(id: string): Promise<Arrival | undefined> {
    const arrival = await withinTime(
      Promise.race([this.#testBackend.arrival(id), this.#over]),
      this.timeoutMs,
    );
    this.#testBackend.forget(id);
    if (arrival !== undefined) this.#wires.add(arrival.wire);
    return arrival;
  }
}

/** The balancer itself could not be connected to. */
export function isUnconnected({ connecting }: UnreachableError): boolean {
  return connecting !== undefined;
}

/** Knocks until the last of its knocks has come back. @throws NoWayThrough */
async function knock(client: Wire, id: string, isOver: () => boolean): Promise<void> {
  let echo = '';
  for (let turn = 1; !isOver(); turn++) {
    void client.write(knockLine(id, turn));
    while (!isOver()) {
      const next = await client.read(KNOCK_AGAIN_MS);
      if (next.what === 'silence' && echo === '') break;
      if (next.what === 'silence') continue;
      if (next.what !== 'bytes') throw new UnreachableError(CLOSED[next.what]);
      echo += next.bytes.toString('latin1');
      if (echo.endsWith(knockLine(id, turn))) return;
      if (echo.length > MAX_ECHO) throw new TalkativeError('it sends bytes that nobody sent');
    }
  }
  throw new UnreachableError('it let nothing through');
}

const CLOSED = {
  fin: 'it closed the connection (FIN)',
  reset: 'it reset the connection',
  lost: 'the connection was lost',
} as const;
