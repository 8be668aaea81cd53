import type { Address } from '../../net/address.js';
import { ClientFailure } from '../failure.js';
import { LineClient } from '../line-client.js';
import type { ResolvedLoadOptions } from './load-options.js';
import type { LoadRecorder } from './load-report.js';
import { Payload } from '../payload.js';
import { AnswerVerifier } from '../verification.js';

/** One connection of a load run: connects, has its messages answered one after the other, holds, closes, records. */
export class LoadConnection {
  readonly #number: number;
  readonly #due: number | undefined;
  readonly #options: ResolvedLoadOptions;
  readonly #verifier = new AnswerVerifier();
  readonly #client: LineClient;
  #windingUp = false;

  /**
   * @param number - which one of the run it is; it makes its messages its own
   * @param due - when it was to begin, by the clock of `performance.now()`; its first answer's latency counts from then.
   *   Without it, from the sending.
   */
  constructor(number: number, due: number | undefined, address: Address, options: ResolvedLoadOptions) {
    this.#number = number;
    this.#due = due;
    this.#options = options;
    const { connectTimeoutMs, timeoutMs } = options;
    this.#client = new LineClient(address, { connectTimeoutMs, timeoutMs, reader: this.#verifier });
  }

  /** @returns when its socket is closed: what failed, or undefined */
  async run(recorder: LoadRecorder): Promise<ClientFailure | undefined> {
    let failure: ClientFailure | undefined;
    try {
      await this.#live(recorder);
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      failure = error;
    } finally {
      this.#client.destroy();
    }
    await this.#client.closed;
    const { difference } = this.#verifier;
    if (failure?.kind === 'mismatch' && difference !== undefined)
      recorder.mismatched({ connection: this.#number, ...difference });
    recorder.ended(failure?.kind, this.#client.bytesIn, this.#client.bytesOut);
    return failure;
  }

  /** Begins no further message and holds no longer. */
  windUp(): void {
    this.#windingUp = true;
    this.#client.endHold();
  }

  /** Closes at once. */
  destroy(): void {
    this.#client.destroy();
  }

  async #live(recorder: LoadRecorder): Promise<void> {
    const { messagesPerConnection, holdMs, message: text, size } = this.#options;
    recorder.connect.record(await this.#client.connect());
    for (let message = 1; message <= messagesPerConnection && !this.#windingUp; message++) {
      const payload = text === undefined ? Payload.numbered(this.#number, message, size) : Payload.text(text);
      const took = await this.#client.exchange(payload);
      const due = message === 1 ? this.#due : undefined;
      recorder.answered(this.#verifier.backend, due === undefined ? took : performance.now() - due);
    }
    if (holdMs > 0 && !this.#windingUp) await this.#client.hold(holdMs);
    await this.#client.finish();
  }
}
