import type { Beat, LabView } from './shared-store.js';

/** How far a balancer has read what the store holds of the lab. */
export class KnownOfLab {
  #cursor: string | null = null;
  #revision = 0;
  #since: string | undefined;

  /** What the next beat says of it. */
  get asked(): Pick<Beat, 'after' | 'revision'> {
    return { after: this.#cursor, revision: this.#revision };
  }

  /** @param view - the answer of a beat @returns whether the store was emptied since the one before */
  learn({ since, cursor, words }: LabView): boolean {
    const wasEmptied = this.#since !== undefined && since !== this.#since;
    this.#since = since;
    this.#cursor = cursor;
    this.#revision = words?.revision ?? (wasEmptied ? 0 : this.#revision);
    return wasEmptied;
  }

  /** All is read anew: it may be another store. */
  forget(): void {
    this.#cursor = null;
    this.#revision = 0;
    this.#since = undefined;
  }
}
