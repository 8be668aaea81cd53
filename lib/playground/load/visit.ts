import { ClientFailure, type ClientFailureKind } from '../../client/failure.js';
import { LineClient } from '../../client/line-client.js';
import { Payload } from '../../client/payload.js';
import { AnswerVerifier } from '../../client/verification.js';
import type { Address } from '../../net/address.js';
import { MAX_TIMER_MS } from '../../net/timers.js';

/** After which a connection or an answer is given up, in milliseconds. */
const PATIENCE_MS = 10_000;

/** What became of a visit; undefined when all was well. */
export type VisitOutcome = ClientFailureKind | undefined;

/** One connection of the load: sends a line, checks the answer, perhaps stays, closes. */
export class Visit {
  readonly #number: number;
  readonly #client: LineClient;

  /** @param number - makes its line its own @param from - the address that it comes from; undefined for any */
  constructor(number: number, target: Address, from: string | undefined) {
    this.#number = number;
    this.#client = new LineClient(target, {
      connectTimeoutMs: PATIENCE_MS,
      timeoutMs: PATIENCE_MS,
      reader: new AnswerVerifier(),
      ...(from !== undefined && { localAddress: from }),
    });
  }

  /** @param onAnswer - with it the connection stays open after its answer, until {@link leave} @returns when it is closed */
  async run(onAnswer?: () => void): Promise<VisitOutcome> {
    const client = this.#client;
    try {
      await client.connect();
      await client.exchange(Payload.numbered(this.#number, 1, undefined));
      if (onAnswer !== undefined) {
        onAnswer();
        await client.hold(MAX_TIMER_MS);
      }
      await client.finish();
      return undefined;
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      return error.kind;
    } finally {
      client.destroy();
      await client.closed;
    }
  }

  /** Ends a connection that stays: in order where it holds, else at once. */
  leave(): void {
    this.#client.endHold();
  }
}
