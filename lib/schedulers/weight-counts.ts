/** How many members have each weight: tells whether all weigh the same. */
export class WeightCounts {
  readonly #counts = new Map<number, number>();

  /** Whether no two members differ. */
  get equal(): boolean {
    return this.#counts.size <= 1;
  }

  add(weight: number): void {
    this.#counts.set(weight, (this.#counts.get(weight) ?? 0) + 1);
  }

  /** One that was added. */
  remove(weight: number): void {
    const left = (this.#counts.get(weight) ?? 0) - 1;
    if (left > 0) this.#counts.set(weight, left);
    else this.#counts.delete(weight);
  }
}
