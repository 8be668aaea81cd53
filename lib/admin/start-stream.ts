import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { AdminEnv } from './env.js';
import type { StreamPlaces } from './stream-places.js';

const PING_MS = 15_000;

/**
 * Answers with a stream of server-sent events.
 *
 * @param send - sends all that the stream has to say; it ends with it
 * @throws ApiProblem `too-many`
 */
export function startStream(
  context: Context<AdminEnv>,
  places: StreamPlaces,
  send: (sse: SSEStreamingApi) => Promise<void>,
): Response {
  // Nobody would read what a HEAD does not ask for, and it would be kept for good.
  if (context.req.method === 'HEAD') return context.body(null, 200, { 'Content-Type': 'text/event-stream' });
  const leave = places.take(pageOf(context));
  return streamSSE(context, async (sse) => {
    const ping = setInterval(() => void sse.write(': ping\n\n'), PING_MS).unref();
    try {
      await sse.write('retry: 1000\n\n');
      await send(sse);
    } finally {
      clearInterval(ping);
      leave();
    }
  });
}

/** The machine whose browser asks; undefined for a program. */
function pageOf({ req, env }: Context<AdminEnv>): string | undefined {
  return req.header('sec-fetch-mode') === undefined ? undefined : (env.incoming.socket.remoteAddress ?? '');
}
