/** Counts the backends that are open only to clients that stick to them. */
export class Draining {
  /** How many there are. */
  count = 0;
  /** A different number each time a backend has become one of them, or is one no longer. */
  version = 0;

  changed(isDraining: boolean): void {
    this.count += isDraining ? 1 : -1;
    this.version++;
  }
}
