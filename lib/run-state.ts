import { LbsimError } from './errors.js';

/** Sees to it that what listens does so once: that it was not told to before, and was not closed. */
export class RunState {
  readonly #what: string;
  #listening = false;
  #closed = false;

  /** @param what - as errors call it: `the balancer` */
  constructor(what: string) {
    this.#what = what;
  }

  /** @throws LbsimError `ERR_STATE` when it listens already, is about to, or is closed */
  listen(): void {
    this.refuseIfClosed();
    if (this.#listening)
      throw new LbsimError(
        'ERR_STATE',
        `${this.#what} listens already: make another one to listen elsewhere`,
      );
    this.#listening = true;
  }

  /** It could not listen, and may try again. */
  failed(): void {
    this.#listening = false;
  }

  close(): void {
    this.#closed = true;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** @throws LbsimError `ERR_STATE` */
  refuseIfClosed(): void {
    if (this.#closed) throw new LbsimError('ERR_STATE', `${this.#what} is closed: make a new one`);
  }
}
