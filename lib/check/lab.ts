import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../net/address.js';
import { failureText, type FailureKind } from '../net/failure.js';
import type { ProxyHeader } from '../net/proxy-protocol.js';
import { within } from './clock.js';
import { knockLine, newId } from './knock.js';
import type { Arrival, Lobby } from './lobby.js';
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
export class NoWayThrough extends Error {
  override readonly name = 'NoWayThrough';
  /** Set when the balancer itself could not be connected to. */
  readonly connecting: FailureKind | undefined;

  constructor(reason: string, connecting?: FailureKind) {
    super(reason);
    this.connecting = connecting;
  }
}

export interface LabOptions {
  readonly balancer: Address;
  readonly lobby: Lobby;
  /** Bound of each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** How long `idle-hold` keeps still, in milliseconds. */
  readonly idleMs: number;
}

/** What a check works with: connections through the balancer, and how long to wait for what they bring. */
export class Lab {
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly #balancer: Address;
  readonly #lobby: Lobby;
  readonly #wires = new Set<Wire>();

  constructor({ balancer, lobby, timeoutMs, idleMs }: LabOptions) {
    this.#balancer = balancer;
    this.#lobby = lobby;
    this.timeoutMs = timeoutMs;
    this.idleMs = idleMs;
  }

  /**
   * A connection through the balancer that carries bytes both ways, nothing under way. Tried again until it works.
   *
   * @param patienceMs - after which it is given up; @default the timeout
   * @throws NoWayThrough
   */
  async open(patienceMs = this.timeoutMs): Promise<Pair> {
    const began = performance.now();
    for (;;) {
      const left = patienceMs - (performance.now() - began);
      const outcome = await this.#attempt(Math.min(left, this.timeoutMs));
      if (!(outcome instanceof NoWayThrough)) return outcome;
      const over = performance.now() - began + RETRY_MS >= patienceMs;
      if (over || outcome.connecting !== undefined) throw outcome;
      await sleep(RETRY_MS);
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
    void client.say(Buffer.concat([Buffer.from(knockLine(id, 'go')), bytes]));
    return { client, backend: (await arrived)?.wire };
  }

  /** A bare connection to the balancer. @throws NoWayThrough */
  async dial(): Promise<Wire> {
    const wire = await Wire.dial(this.#balancer, this.timeoutMs);
    if (!(wire instanceof Wire)) throw new NoWayThrough(`cannot connect (${failureText(wire)})`, wire);
    this.#wires.add(wire);
    return wire;
  }

  /** From now on connections to the backend are refused. */
  closeBackend(): void {
    this.hangUp();
    this.#lobby.close();
  }

  /** Closes every connection of the check before. */
  hangUp(): void {
    for (const wire of this.#wires) wire.close();
    this.#wires.clear();
  }

  async #attempt(withinMs: number): Promise<Pair | NoWayThrough> {
    const id = newId();
    try {
      const client = await this.dial();
      await knock(client, id, withinMs);
      const arrived = this.#arrival(id);
      void client.say(knockLine(id, 'go'));
      const arrival = await arrived;
      if (arrival === undefined) throw new NoWayThrough('the backend was lost as soon as it was reached');
      return { client, backend: arrival.wire, header: arrival.header };
    } catch (error) {
      if (error instanceof NoWayThrough) return error;
      throw error;
    }
  }

  async #arrival(id: string): Promise<Arrival | undefined> {
    const arrival = await within(this.#lobby.arrival(id), this.timeoutMs);
    this.#lobby.forget(id);
    if (arrival !== undefined) this.#wires.add(arrival.wire);
    return arrival;
  }
}

/** Knocks until the last of its knocks has come back. @throws NoWayThrough */
async function knock(client: Wire, id: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  let echo = '';
  for (let turn = 1; performance.now() < deadline; turn++) {
    void client.say(knockLine(id, turn));
    for (;;) {
      const heard = await client.hear(echo === '' ? KNOCK_AGAIN_MS : deadline - performance.now());
      if (heard.what === 'silence') break;
      if (heard.what !== 'bytes') throw new NoWayThrough(CLOSED[heard.what]);
      echo += heard.bytes.toString('latin1');
      if (echo.endsWith(knockLine(id, turn))) return;
    }
  }
  throw new NoWayThrough('it let nothing through');
}

const CLOSED = {
  fin: 'it closed the connection (FIN)',
  reset: 'it reset the connection',
  lost: 'the connection was lost',
} as const;
