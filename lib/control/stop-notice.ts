/** Tells what takes long, and cannot be called off, that nobody waits for it any more. */
export class StopNotice {
  #resolve: (() => void) | undefined;
  #isGiven = false;
  /** Resolves when it is given. */
  readonly given = new Promise<undefined>((resolve) => (this.#resolve = () => resolve(undefined)));

  get isGiven(): boolean {
    return this.#isGiven;
  }

  give(): void {
    this.#isGiven = true;
    this.#resolve?.();
  }
}
