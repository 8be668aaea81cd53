import { formatBytes } from '../units.js';
import type { Ending, Wire } from './wire.js';

/** What came where more bytes were expected. */
export type Stop = Ending | 'silence';

/** How it reads after `then`. */
export const STOP_TEXT: Readonly<Record<Stop, string>> = {
  fin: 'FIN',
  reset: 'RST',
  lost: 'a network error',
  silence: 'silence',
};

/** Holds what arrives on a wire against what was sent. */
export class ArrivalMatch {
  /** Bytes that have come, right or wrong. */
  received = 0;
  /** Where the first wrong byte, or the first too many, stands. */
  differsAt: number | undefined;
  /** What came instead of the next byte. */
  stopped: Stop | undefined;
  readonly #wire: Wire;
  readonly #sent: Buffer;

  constructor(wire: Wire, sent: Buffer) {
    this.#wire = wire;
    this.#sent = sent;
  }

  /** Whether all came, and came right. */
  get whole(): boolean {
    return this.received === this.#sent.length && this.right;
  }

  /** Whether all that came is what was sent, as far as it goes. */
  get right(): boolean {
    return this.differsAt === undefined;
  }

  /** `4.0 MiB`; `1.2 MiB of 4.0 MiB, then FIN`; `4.0 MiB, wrong from byte 17 on`. */
  get text(): string {
    const all = formatBytes(this.#sent.length);
    if (this.differsAt !== undefined)
      return `${formatBytes(this.received)}, wrong from byte ${this.differsAt} on`;
    const part = this.received === this.#sent.length ? all : `${formatBytes(this.received)} of ${all}`;
    return this.stopped === undefined ? part : `${part}, then ${STOP_TEXT[this.stopped]}`;
  }

  /**
   * Reads until `length` bytes in all have come, one is wrong, or something else than bytes comes.
   *
   * @param quietMs - how long nothing may come before it is `silence`
   */
  async upTo(length: number, quietMs: number): Promise<this> {
    while (this.received < length && this.right && this.stopped === undefined) {
      const next = await this.#wire.read(quietMs);
      if (next.what === 'bytes') this.#compare(next.bytes);
      else this.stopped = next.what;
    }
    return this;
  }

  #compare(bytes: Buffer): void {
    const expected = this.#sent.subarray(this.received, this.received + bytes.length);
    if (!bytes.equals(expected)) {
      const wrong = bytes.findIndex((byte, index) => byte !== expected[index]);
      this.differsAt = this.received + wrong;
    }
    this.received += bytes.length;
  }
}

/** Listens for all that was sent. */
export async function matchArrival(wire: Wire, sent: Buffer, quietMs: number): Promise<ArrivalMatch> {
  return new ArrivalMatch(wire, sent).upTo(sent.length, quietMs);
}
