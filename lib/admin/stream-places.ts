import { ApiProblem } from './problem.js';

/** Streams that may be open at once. */
const MAX_STREAMS = 32;
/** Pages of one machine that may be open at once: browsers open six connections to a place, and one is for what a page asks. */
const MAX_PAGES = 5;

/** How many streams a process may have open, whichever place they were asked for at. */
export class StreamPlaces {
  #open = 0;
  readonly #pages = new Map<string, number>();

  /**
   * Takes a place.
   *
   * @param page - the machine whose browser asks; undefined for a program
   * @returns gives it back
   * @throws ApiProblem `too-many`
   */
  take(page: string | undefined): () => void {
    const pages = page === undefined ? 0 : (this.#pages.get(page) ?? 0);
    if (pages >= MAX_PAGES)
      throw new ApiProblem(
        'too-many',
        `page limit reached (${pages} pages of this machine are open): close one`,
      );
    if (this.#open >= MAX_STREAMS)
      throw new ApiProblem('too-many', `stream limit reached (${this.#open} streams are open): close one`);
    this.#count(page, 1);
    return () => this.#count(page, -1);
  }

  #count(page: string | undefined, change: 1 | -1): void {
    this.#open += change;
    if (page === undefined) return;
    const pages = (this.#pages.get(page) ?? 0) + change;
    if (pages === 0) this.#pages.delete(page);
    else this.#pages.set(page, pages);
  }
}
