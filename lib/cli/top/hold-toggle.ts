/** Whether new clients are held: as was asked for last, until the picture shows it; else as the picture has it. */
export class HoldToggle {
  readonly #shown: () => boolean;
  #asked: boolean | undefined;

  /** @param shown - as the picture has it */
  constructor(shown: () => boolean) {
    this.#shown = shown;
  }

  get isOn(): boolean {
    const isShown = this.#shown();
    if (isShown === this.#asked) this.#asked = undefined;
    return this.#asked ?? isShown;
  }

  /** The other way round is asked for. @returns the line that does it */
  toggle(): 'hold' | 'release' {
    const { isOn } = this;
    this.#asked = !isOn;
    return isOn ? 'release' : 'hold';
  }

  /** What was asked for was refused. */
  forget(): void {
    this.#asked = undefined;
  }
}
