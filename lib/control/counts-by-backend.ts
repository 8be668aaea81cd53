import type { Backend } from '../routing/backend.js';

/** Counts by a word and a backend. */
export class CountsByBackend<Word extends string = string> {
  /** For each word, by the index of the backend. */
  readonly #counts = new Map<Word, number[]>();

  add({ index }: Backend, word: Word): void {
    let counts = this.#counts.get(word);
    if (counts === undefined) this.#counts.set(word, (counts = []));
    counts[index] = (counts[index] ?? 0) + 1;
  }

  /** Of one backend; only the words that there were. */
  of({ index }: Backend): Partial<Record<Word, number>> {
    const counted = [...this.#counts].flatMap(([word, counts]) => {
      const count = counts[index];
      return count === undefined ? [] : [[word, count] as const];
    });
    return Object.fromEntries(counted) as Partial<Record<Word, number>>;
  }
}
