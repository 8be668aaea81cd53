import type { Socket } from 'node:net';
import type { AdaptiveReads, ReadConsumer } from '../../net/adaptive-reads.js';
import type { HeldWrites } from '../../net/held-writes.js';
import type { SideEvents } from '../pump-side.js';
import { NodeSide, RESET_MAY_PASS_FOR_END } from './node-side.js';

/** The backend's: a socket that was dialled with {@link AdaptiveReads}, which it gives back. */
export class BackendSide extends NodeSide {
  readonly #reads: AdaptiveReads;
  readonly #answered: (() => void) | undefined;

  /** @param answered - to be called once the first bytes have come */
  constructor(socket: Socket, reads: AdaptiveReads, answered: (() => void) | undefined, held?: HeldWrites) {
    super('backend', socket, held);
    this.#reads = reads;
    this.#answered = answered;
  }

  override start(events: SideEvents): void {
    this.#readInto(this.sends.push);
    super.start(events);
  }

  override finish(): void {
    super.finish();
    // What has been sent FIN can't be asked by a write of nothing: from here on its reads must tell. A client's can't
    // be made to yield, so its reset still passes for FIN if it comes along with bytes and after the backend's FIN.
    if (RESET_MAY_PASS_FOR_END) this.#readInto((chunk) => this.sends.pushAndYield(chunk));
  }

  dispose(): void {
    this.#reads.release();
  }

  /** Has the bytes go there from here on. The first of all are told of, if anyone wants to know. */
  #readInto(consumer: ReadConsumer): void {
    const answered = this.#answered;
    if (answered === undefined || this.socket.bytesRead > 0) {
      this.#reads.consumer = consumer;
      return;
    }
    this.#reads.consumer = (chunk) => {
      this.#reads.consumer = consumer;
      answered();
      return consumer(chunk);
    };
  }
}
