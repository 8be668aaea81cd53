/** Holds back what was written to a socket, when for the socket itself it counts as written. */
export interface HeldWrites {
  /** Whether nothing is held back. */
  readonly flushed: boolean;
  /** In how many milliseconds the last of what is held back may go; 0 when nothing is, or nothing will. */
  readonly dueInMs: number;
  /** Calls back as soon as nothing is held back any more: at once if that is so. A later callback takes its place. */
  whenFlushed(callback: () => void): void;
}
