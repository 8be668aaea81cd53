import type { TargetFeed } from './target-feed.js';
import type { NameSource } from './name-source.js';
import type { Pace } from './pace.js';

/** Asks a source again and again, one question after the other, and hands on what it says. */
export class Polling {
  readonly #source: NameSource;
  readonly #feed: TargetFeed;
  readonly #pace: Pace;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(source: NameSource, feed: TargetFeed, pace: Pace) {
    this.#source = source;
    this.#feed = feed;
    this.#pace = pace;
  }

  /** Asks at once, then goes on. @returns when the first answer has come, or there was none in time */
  async start(): Promise<void> {
    const outcome = await this.#source.ask();
    if (this.#stopped) return;
    this.#feed.take(outcome, performance.now());
    const waitMs = this.#pace.after(outcome, this.#feed.staleIn(performance.now()));
    this.#timer = setTimeout(() => void this.start(), waitMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source.stop();
  }
}
