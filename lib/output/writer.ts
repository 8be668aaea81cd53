/** Where bytes go: a file, a pipe, a terminal. Nobody who writes ever waits for it. */
export interface Writer {
  /** Whether what comes later may succeed after a failure: a disk gets room again, the reader of a pipe is gone for good. */
  readonly mayRecover: boolean;
  /** Chunks that one write may have. */
  readonly mostAtOnce: number;
  /** Writes chunks; the next may come once that is done. `done` may be called at once. */
  write(chunks: readonly Buffer[], done: (error?: Error) => void): void;
  /** Bytes of the write under way that nobody has taken in yet, where that is known. */
  readonly untaken?: number | undefined;
  /** Writes at once, where that cannot block; for the very end of the process. */
  readonly writeSync?: ((chunk: Buffer) => void) | undefined;
  /** Whatever is still being written may be lost. */
  close(): void;
}
