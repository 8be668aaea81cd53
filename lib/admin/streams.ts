import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { AdminEnv } from './env.js';
import { ApiProblem } from './problem.js';

/** Streams that may be open at once. */
const MAX_STREAMS = 32;
/** Pages of one machine that may be open at once: browsers open six connections to a place, and one is for what a page asks. */
const MAX_PAGES = 5;
const PING_MS = 15_000;

/** The streams of server-sent events that a process has open. */
export class Streams {
  #open = 0;
  readonly #pages = new Map<string, number>();

  /**
   * @param send - sends all that the stream has to say; it ends with it
   * @throws ApiProblem `too-many`
   */
  start(context: Context<AdminEnv>, send: (sse: SSEStreamingApi) => Promise<void>): Response {
    // Nobody would read what a HEAD does not ask for, and it would be kept for good.
    if (context.req.method === 'HEAD')
      return context.body(null, 200, { 'Content-Type': 'text/event-stream' });
    const page = pageOf(context);
    const pages = page === undefined ? 0 : (this.#pages.get(page) ?? 0);
    if (pages >= MAX_PAGES)
      throw new ApiProblem(
        'too-many',
        `page limit reached (${pages} pages of this machine are open): close one`,
      );
    if (this.#open >= MAX_STREAMS)
      throw new ApiProblem('too-many', `stream limit reached (${this.#open} streams are open): close one`);
    this.#count(page, 1);
    return streamSSE(context, async (sse) => {
      const ping = setInterval(() => void sse.write(': ping\n\n'), PING_MS).unref();
      try {
        await sse.write('retry: 1000\n\n');
        await send(sse);
      } finally {
        clearInterval(ping);
        this.#count(page, -1);
      }
    });
  }

  #count(page: string | undefined, change: 1 | -1): void {
    this.#open += change;
    if (page === undefined) return;
    const pages = (this.#pages.get(page) ?? 0) + change;
    if (pages === 0) this.#pages.delete(page);
    else this.#pages.set(page, pages);
  }
}

/** The machine whose browser asks; undefined for a program. */
function pageOf({ req, env }: Context<AdminEnv>): string | undefined {
  return req.header('sec-fetch-mode') === undefined ? undefined : (env.incoming.socket.remoteAddress ?? '');
}
