import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ExplainedPick } from './model.js';

/** Picks to look at. */
export interface PickDesk {
  /** The oldest first. */
  readonly picks: ReadonlySignal<readonly ExplainedPick[]>;
  /** The pick that was chosen to be looked at; undefined for the last one. */
  readonly chosenPick: Signal<ExplainedPick | undefined>;
  readonly shownPick: ReadonlySignal<ExplainedPick | undefined>;
  /** The place of a backend among all; -1 for one that is gone. */
  indexOf(backend: string): number;
  /** When the pick was made, in words. */
  timeOf(pick: ExplainedPick): string;
}
