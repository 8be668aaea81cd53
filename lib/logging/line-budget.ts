import type { LogConnections } from './levels.js';

/** In `auto`, the number of lines of each kind that are logged within a second. */
const LINES_A_SECOND = 50;
const WINDOW_MS = 1000;

/** How many lines of each kind there were to log within a second, those that were logged included. */
export type Counts<Kind extends string> = Readonly<Record<Kind, number>>;

/**
 * Decides which of the lines that connections cause are logged: all, none, or in `auto` a number of each kind a second that a
 * flood of one hides no other. A second in which lines were left out ends with a summary.
 */
export class LineBudget<Kind extends string> {
  readonly #mode: LogConnections;
  readonly #kinds: readonly Kind[];
  readonly #windowOver: (counts: Counts<Kind>, cut: readonly Kind[]) => void;
  #counts: Record<Kind, number>;
  #window: NodeJS.Timeout | undefined;

  /** @param windowOver - told at the end of each second in which there was anything to log, and of which kinds lines were left out */
  constructor(
    mode: LogConnections,
    kinds: readonly Kind[],
    windowOver: (counts: Counts<Kind>, cut: readonly Kind[]) => void,
  ) {
    this.#mode = mode;
    this.#kinds = kinds;
    this.#windowOver = windowOver;
    this.#counts = this.#zero();
  }

  /** Whether lines are logged whose number is bounded otherwise. */
  get isOpen(): boolean {
    return this.#mode !== 'none';
  }

  /** Whether the next line of a kind is to be logged. */
  takes(kind: Kind): boolean {
    if (this.#mode !== 'auto') return this.#mode === 'all';
    this.#window ??= setTimeout(() => this.flush(), WINDOW_MS).unref();
    return ++this.#counts[kind] <= LINES_A_SECOND;
  }

  /** Ends the second that is under way. */
  flush(): void {
    if (this.#window === undefined) return;
    clearTimeout(this.#window);
    this.#window = undefined;
    const counts = this.#counts;
    this.#counts = this.#zero();
    const cut = this.#kinds.filter((kind) => counts[kind] > LINES_A_SECOND);
    this.#windowOver(counts, cut);
  }

  #zero(): Record<Kind, number> {
    return Object.fromEntries(this.#kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  }
}
