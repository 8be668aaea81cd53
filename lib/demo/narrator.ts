/** Tells the story as it happens; the terminal is behind it. */
export interface Narrator {
  /** A new part of the story. */
  chapter(title: string): void;
  /** What is going on, or was seen. */
  say(text: string): void;
  /** The lines to type into a shell that do the same. */
  command(lines: readonly string[]): void;
  /** What has been shown, or has failed to show. */
  claim(text: string, holds: boolean): void;
}
