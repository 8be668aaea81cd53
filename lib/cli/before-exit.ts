/** What has something to write still when a command is over. */
export interface Unwritten {
  /** @returns whether all was written, within the time */
  end(timeoutMs: number): Promise<boolean>;
  /** Writes what can be written without waiting. */
  endNow(): void;
}

/** How long a reader of the log may take to take in its last lines. */
const LAST_LINES_MS = 2000;
const unwritten = new Set<Unwritten>();

/** Has the process write what is left before it exits; as far as possible also where it exits at once. */
export function beforeExit(output: Unwritten): void {
  unwritten.add(output);
  process.once('exit', () => output.endNow());
}

/** @returns whether all was written; else what is left would keep the process from exiting by itself */
export async function writeWhatIsLeft(): Promise<boolean> {
  const ends = await Promise.all([...unwritten].map((output) => output.end(LAST_LINES_MS)));
  return ends.every(Boolean);
}
