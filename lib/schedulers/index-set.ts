const WORD_BITS = 32;
const WORD_SHIFT = 5;
const WORD_MASK = WORD_BITS - 1;

/**
 * A set of small integers that answers "which member comes next after i?" in O(log₃₂ n).
 *
 * A bit per integer, a bit per non-empty word of those, and so on up to a single word: three levels hold 32,768
 * integers. Adding, removing and asking each touch at most one or two words a level.
 */
export class IndexSet {
  #levels: Uint32Array[] = [new Uint32Array(1)];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return ((this.#word(0, index >>> WORD_SHIFT) >>> (index & WORD_MASK)) & 1) === 1;
  }

  add(index: number): void {
    if (this.has(index)) return;
    this.#reserve(index);
    this.#size++;
    let position = index;
    for (const words of this.#levels) {
      const word = position >>> WORD_SHIFT;
      const bits = words[word] ?? 0;
      words[word] = (bits | (1 << (position & WORD_MASK))) >>> 0;
      if (bits !== 0) return; // the levels above know of this word
      position = word;
    }
  }

  delete(index: number): void {
    if (!this.has(index)) return;
    this.#size--;
    let position = index;
    for (const words of this.#levels) {
      const word = position >>> WORD_SHIFT;
      words[word] = ((words[word] ?? 0) & ~(1 << (position & WORD_MASK))) >>> 0;
      if (words[word] !== 0) return;
      position = word;
    }
  }

  /** The smallest member greater than `index`, or else the smallest of all: a ring. -1 when empty. */
  nextAfter(index: number): number {
    const next = this.#from(index + 1);
    return next >= 0 ? next : this.#from(0);
  }

  /** The smallest member at or after `index`, or -1. */
  #from(index: number): number {
    let position = index;
    for (let level = 0; level < this.#levels.length; level++) {
      const word = position >>> WORD_SHIFT;
      const rest = this.#word(level, word) & (-1 << (position & WORD_MASK));
      if (rest !== 0) return this.#descend(level, word * WORD_BITS + lowestBit(rest));
      position = word + 1;
    }
    return -1;
  }

  /** Follows the lowest set bits down from a position of `level` to a member. */
  #descend(level: number, position: number): number {
    let found = position;
    for (let below = level - 1; below >= 0; below--) {
      found = found * WORD_BITS + lowestBit(this.#word(below, found));
    }
    return found;
  }

  #word(level: number, word: number): number {
    return this.#levels[level]?.[word] ?? 0;
  }

  /** Grows the levels until `index` fits; every level above the first marks the words below it that are in use. */
  #reserve(index: number): void {
    const words = (index >>> WORD_SHIFT) + 1;
    const bottom = this.#levels[0];
    if (bottom === undefined || words <= bottom.length) return;
    let level = new Uint32Array(Math.max(words, bottom.length * 2));
    level.set(bottom);
    const levels = [level];
    while (level.length > 1) {
      const above = new Uint32Array(((level.length - 1) >>> WORD_SHIFT) + 1);
      level.forEach((bits, word) => {
        if (bits === 0) return;
        above[word >>> WORD_SHIFT] = ((above[word >>> WORD_SHIFT] ?? 0) | (1 << (word & WORD_MASK))) >>> 0;
      });
      levels.push(above);
      level = above;
    }
    this.#levels = levels;
  }
}

/** The position of the lowest set bit of a non-zero 32-bit word. */
function lowestBit(word: number): number {
  return WORD_MASK - Math.clz32(word & -word);
}
