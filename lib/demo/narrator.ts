/** Tells the story as it happens; the terminal is behind it. */
export interface Narrator {
  /** A new part of the story. */
  chapter(title: string): void;
  /** What is going on, or was seen. */
  say(text: string): void;
  /** What to type into a shell to do the same: the parts of each command, which stay whole. */
  command(...commands: readonly (readonly string[])[]): void;
  /** What has been shown, or has failed to show. */
  claim(text: string, holds: boolean): void;
}
