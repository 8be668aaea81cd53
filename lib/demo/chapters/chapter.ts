import type { Stage } from '../stage.js';

/** A part of the story. It tells what it does, and claims what it has shown. */
export interface Chapter {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}
