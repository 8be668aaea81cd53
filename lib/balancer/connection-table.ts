/** An entry of a {@link ConnectionTable}; only the table writes `place`. */
export interface TableEntry {
  place: number;
}

/**
 * A set whose entries come and go fast: an array in which the last entry takes the place of one that leaves.
 *
 * A `Set` of connections is no good here: V8 gives a hash table whose slots are used up a successor, to which it keeps
 * a link. Chained so, dead tables that have grown old hold their young successors and what those held, and at every
 * scavenge a third of all garbage lived on.
 */
export class ConnectionTable<T extends TableEntry> {
  readonly #members: T[] = [];

  get size(): number {
    return this.#members.length;
  }

  /** Takes in what isn't a member yet. */
  add(member: T): void {
    member.place = this.#members.push(member) - 1;
  }

  /** Lets a member go. */
  delete(member: TableEntry): void {
    const last = this.#members.pop();
    if (last === undefined || last === member) return;
    this.#members[member.place] = last;
    last.place = member.place;
  }

  /** The members as they are now, in no particular order. */
  toArray(): T[] {
    return [...this.#members];
  }
}
