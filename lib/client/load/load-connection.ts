import { ClientFailure, meansAway } from '../failure.js';
import { LineClient } from '../line-client.js';
import { Payload } from '../payload.js';
import type { TargetList } from '../targets/target-list.js';
import { TargetWalk } from '../targets/target-walk.js';
import { AnswerVerifier } from '../verification.js';
import type { ResolvedLoadOptions } from './load-options.js';
import type { LoadRecorder } from './load-report.js';

/**
 * One connection of a load run: connects, has its messages answered one after the other, holds, closes, records. With several
 * targets it is made anew at the next one when it is lost, and goes on with the message that got no answer.
 */
export class LoadConnection {
  readonly #number: number;
  readonly #due: number | undefined;
  readonly #options: ResolvedLoadOptions;
  readonly #targets: TargetList;
  readonly #walk: TargetWalk;
  #client: LineClient | undefined;
  #windingUp = false;
  #finishing = false;
  /** Messages that have been answered, and that have been sent at least once. */
  #answered = 0;
  #sent = 0;
  /** When the present message was sent first, or due, by the clock of `performance.now()`. */
  #since = 0;
  #heldMs = 0;
  #backend: string | undefined;
  /** That a switch awaits its first answer, and the backend before it, if known. */
  #switched: { readonly before: string | undefined } | undefined;
  #bytesIn = 0;
  #bytesOut = 0;

  /**
   * @param number - which one of the run it is; it makes its messages its own
   * @param due - when it was to begin, by the clock of `performance.now()`; its first answer's latency counts from then.
   *   Without it, from the sending.
   */
  constructor(number: number, due: number | undefined, targets: TargetList, options: ResolvedLoadOptions) {
    this.#number = number;
    this.#due = due;
    this.#options = options;
    this.#targets = targets;
    this.#walk = new TargetWalk(targets);
  }

  /** @returns when its socket is closed: what failed, or undefined */
  async run(recorder: LoadRecorder): Promise<ClientFailure | undefined> {
    let failure: ClientFailure | undefined;
    do failure = await this.#connection(recorder);
    while (failure !== undefined && this.#goesOn(failure));
    recorder.ended(failure?.kind, this.#bytesIn, this.#bytesOut);
    return failure;
  }

  /** Begins no message but its first, without which nothing is known of it, and holds no longer. */
  windUp(): void {
    this.#windingUp = true;
    this.#client?.endHold();
  }

  /** Closes at once. */
  destroy(): void {
    this.#windingUp = true;
    this.#client?.destroy();
  }

  /** One TCP connection, to its end. @returns what failed, or undefined */
  async #connection(recorder: LoadRecorder): Promise<ClientFailure | undefined> {
    const { connectTimeoutMs, timeoutMs } = this.#options;
    const verifier = new AnswerVerifier();
    const client = new LineClient(this.#walk.current, { connectTimeoutMs, timeoutMs, reader: verifier });
    this.#client = client;
    let failure: ClientFailure | undefined;
    try {
      await this.#live(client, verifier, recorder);
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error;
      // With further targets, whatever ends a connection that has got all its answers takes nothing away.
      const isDone = this.#finishing && meansAway(error) && this.#targets.all.length > 1;
      failure = isDone ? undefined : error;
    } finally {
      client.destroy();
    }
    await client.closed;
    this.#bytesIn += client.bytesIn;
    this.#bytesOut += client.bytesOut;
    const { difference } = verifier;
    if (failure?.kind === 'mismatch' && difference !== undefined)
      recorder.mismatched({ connection: this.#number, ...difference });
    return failure;
  }

  async #live(client: LineClient, verifier: AnswerVerifier, recorder: LoadRecorder): Promise<void> {
    const { messagesPerConnection, holdMs } = this.#options;
    recorder.connect.record(await client.connect());
    this.#stands(recorder);
    while (this.#answered < messagesPerConnection && !(this.#windingUp && this.#answered > 0))
      await this.#exchange(client, verifier, recorder);
    if (this.#heldMs < holdMs && !this.#windingUp) {
      const begun = performance.now();
      await client.hold(holdMs - this.#heldMs).finally(() => (this.#heldMs += performance.now() - begun));
    }
    this.#finishing = true;
    await client.finish();
  }

  async #exchange(client: LineClient, verifier: AnswerVerifier, recorder: LoadRecorder): Promise<void> {
    const { message: text, size } = this.#options;
    const message = this.#answered + 1;
    if (this.#sent === message) recorder.failover?.resent();
    else this.#since = (message === 1 ? this.#due : undefined) ?? performance.now();
    this.#sent = message;
    await client.exchange(
      text === undefined ? Payload.numbered(this.#number, message, size) : Payload.text(text),
    );
    this.#answered = message;
    this.#walk.answered();
    this.#backend = verifier.backend;
    recorder.answered(this.#backend, performance.now() - this.#since);
    recorder.failover?.answered(this.#walk.current, this.#backend);
    if (this.#switched === undefined) return;
    recorder.failover?.answeredAfterSwitch(this.#switched.before, this.#backend);
    this.#switched = undefined;
  }

  #stands({ failover }: LoadRecorder): void {
    const event = this.#walk.stands();
    if (event === undefined) return;
    failover?.switched();
    this.#switched ??= { before: this.#backend ?? failover?.steadyBackend(event.from) };
  }

  /** Whether the connection is made anew, at the next target. */
  #goesOn(failure: ClientFailure): boolean {
    return !this.#windingUp && this.#walk.goOn(failure);
  }
}
