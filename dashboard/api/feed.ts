import type { ApiClient } from './client.js';
import { messagesOf, type Message } from './sse.js';

/** How the page hears of its balancer: `crowded`, too many pages are open, so it only asks now and then. */
export type Connection = 'connecting' | 'live' | 'silent' | 'lost' | 'denied' | 'crowded';

export interface FeedListener {
  told(message: Message): void;
  became(connection: Connection, reason?: string): void;
}

const LIVE = '/v1/live?every=250ms&events=all&picks=sample:40&connections=sample:40';
/** What a tab that nobody sees asks for. */
const HIDDEN = '/v1/live?every=5s&events=all';
/** A balancer says at least every two seconds that it lives, in a tab that is seen. */
const SILENT_MS = 6000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;

/** One stream, opened again whenever it ends, from the last event on. */
export class Feed {
  readonly #api: ApiClient;
  readonly #listener: FeedListener;
  /** At first that of no event: what has happened before the page was loaded is wanted, too. */
  #lastId = '0';
  #retryMs = FIRST_RETRY_MS;
  #abort = new AbortController();
  #wake: (() => void) | undefined;

  constructor(api: ApiClient, listener: FeedListener) {
    this.#api = api;
    this.#listener = listener;
  }

  /** Runs until the page is gone. */
  async run(): Promise<void> {
    document.addEventListener('visibilitychange', () => this.#again());
    for (;;) {
      this.#abort = new AbortController();
      const reason = await this.#listen(this.#abort);
      if (reason === 'denied') return;
      if (reason === 'seen') continue; // or hidden: another stream, at once
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, this.#retryMs);
      });
      this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
    }
  }

  #again(): void {
    this.#retryMs = FIRST_RETRY_MS;
    this.#abort.abort('seen');
    this.#wake?.();
  }

  /** @returns why it is over */
  async #listen(abort: AbortController): Promise<string> {
    const isHidden = document.hidden;
    const silence = isHidden ? undefined : new Silence(() => this.#listener.became('silent'));
    try {
      const response = await fetch(isHidden ? HIDDEN : LIVE, {
        headers: this.#api.headers({
          Accept: 'text/event-stream',
          'Last-Event-ID': this.#lastId,
        }),
        signal: abort.signal,
      });
      if (response.status === 401) {
        this.#listener.became('denied');
        return 'denied';
      }
      if (!response.ok || response.body === null) {
        const isCrowded = response.status === 429;
        this.#listener.became(isCrowded ? 'crowded' : 'lost', `status ${response.status}`);
        if (isCrowded) this.#retryMs = LAST_RETRY_MS;
        return 'refused';
      }
      for await (const message of messagesOf(response.body)) {
        silence?.heard();
        this.#retryMs = FIRST_RETRY_MS;
        this.#lastId = message.id ?? this.#lastId;
        this.#listener.became('live');
        this.#listener.told(message);
      }
      this.#listener.became('lost');
      return 'ended';
    } catch {
      if (abort.signal.aborted) return 'seen';
      this.#listener.became('lost');
      return 'failed';
    } finally {
      silence?.over();
    }
  }
}

/** Tells when nothing has been heard for long. */
class Silence {
  readonly #told: () => void;
  #timer: number | undefined;

  constructor(told: () => void) {
    this.#told = told;
    this.heard();
  }

  heard(): void {
    this.over();
    this.#timer = window.setTimeout(this.#told, SILENT_MS);
  }

  over(): void {
    clearTimeout(this.#timer);
  }
}
