import { createServer, type Server } from 'node:net';
import type { Address } from '../net/address.js';
import { listen } from '../net/listener.js';
import { parseProxyHeader, type ProxyHeader } from '../net/proxy-protocol.js';
import { MAX_KNOCK, parseKnock } from './knock.js';
import { Wire, WIRE_OPTIONS } from './wire.js';

/** A connection that a client of the kit has made through the balancer, seen from the backend. */
export interface Arrival {
  readonly wire: Wire;
  /** What the balancer put before the client's bytes, if it did. */
  readonly header: ProxyHeader | undefined;
}

const NEWLINE = 0x0a;
/** In bytes. */
const MAX_STRANGE = 1024 * 1024;

/**
 * The backend of the kit: takes every connection and finds out which of them belongs to which client, by the lines that
 * the clients knock with. All others (health probes, strangers) are read and dropped until they leave.
 */
export class TestBackend {
  readonly #server: Server;
  readonly #wires = new Set<Wire>();
  readonly #awaited = new Map<string, (connection: Arrival) => void>();

  constructor() {
    this.#server = createServer(WIRE_OPTIONS, (socket) => void this.#greet(new Wire(socket)));
  }

  /** @throws LbsimError as {@link listen} does */
  async listen(address: Address): Promise<Address> {
    return listen(this.#server, address);
  }

  /** Resolves when the client of that name has said that it is ready; not at all if it never does. */
  async arrival(id: string): Promise<Arrival> {
    return new Promise((resolve) => this.#awaited.set(id, resolve));
  }

  /** That client is no longer waited for. */
  forget(id: string): void {
    this.#awaited.delete(id);
  }

  /** Listens no more, and closes every connection, also those that have been handed over. */
  close(): void {
    for (const wire of this.#wires) wire.close();
    this.#server.close();
  }

  async #greet(wire: Wire): Promise<void> {
    this.#wires.add(wire);
    if (await this.#answerKnocks(wire)) return;
    await dropAll(wire);
    this.#wires.delete(wire);
  }

  /** @returns whether it was handed over to the check that waits for it */
  async #answerKnocks(wire: Wire): Promise<boolean> {
    const header = await readHeader(wire);
    let unread = Buffer.alloc(0);
    for (;;) {
      const end = unread.indexOf(NEWLINE);
      if (end < 0) {
        if (unread.length > MAX_KNOCK) return false;
        const next = await wire.read();
        if (next.what !== 'bytes') return false;
        unread = Buffer.concat([unread, next.bytes]);
        continue;
      }
      const line = unread.toString('latin1', 0, end);
      unread = unread.subarray(end + 1);
      const knock = parseKnock(line);
      if (knock === undefined) return false;
      if (knock.last) {
        wire.holdBack(unread);
        return this.#handOver(knock.id, { wire, header });
      }
      // A client that does not read the echo is not read either.
      if (!(await wire.write(`${line}\n`))) return false;
    }
  }

  #handOver(id: string, arrival: Arrival): boolean {
    const arrived = this.#awaited.get(id);
    this.#awaited.delete(id);
    arrived?.(arrival);
    return arrived !== undefined;
  }
}

/** Reads a PROXY protocol header, if there is one, and leaves what comes after it to be heard. */
async function readHeader(wire: Wire): Promise<ProxyHeader | undefined> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const result = parseProxyHeader(bytes);
    if (result.state === 'complete') {
      wire.holdBack(bytes.subarray(result.header.length));
      return result.header;
    }
    const next = result.state === 'incomplete' ? await wire.read() : undefined;
    if (next?.what !== 'bytes') {
      wire.holdBack(bytes);
      return undefined;
    }
    bytes = Buffer.concat([bytes, next.bytes]);
  }
}

/** Reads and drops what a stranger sends until it leaves, or has sent more than any health probe. */
async function dropAll(wire: Wire): Promise<void> {
  for (let bytes = 0; bytes < MAX_STRANGE;) {
    const next = await wire.read();
    if (next.what !== 'bytes') break;
    bytes += next.bytes.length;
  }
  wire.close();
}
