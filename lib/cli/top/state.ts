import type { StyledLine } from '../text/line.js';
import type { TopData } from './data.js';
import type { View } from './list-view.js';
import type { Overlay } from './overlay.js';
import { createViews, VIEW_NAMES, type ViewName } from './views.js';

/** What the screen shows, beside the data. */
export class TopState {
  readonly #latest: () => TopData;
  readonly #views = createViews();
  #frozen: TopData | undefined;
  viewName: ViewName = VIEW_NAMES[0];
  overlay: Overlay | undefined;
  /** What was done last, or why not. */
  message: StyledLine = [];
  /** Rows that a page has. */
  pageRows = 1;

  constructor(latest: () => TopData) {
    this.#latest = latest;
  }

  get view(): View {
    return this.#views[this.viewName];
  }

  get isPaused(): boolean {
    return this.#frozen !== undefined;
  }

  set isPaused(isPaused: boolean) {
    this.#frozen = isPaused ? this.#latest() : undefined;
  }

  /** What is shown: while it is paused, what was known then. */
  get data(): TopData {
    return this.#frozen ?? this.#latest();
  }
}
