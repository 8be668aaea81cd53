import { setTimeout } from 'node:timers/promises';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { Context } from 'hono';
import type { AdminApp, AdminEnv } from '../env.js';
import { Backlog, type BacklogEvent } from '../backlog.js';
import { DROPPED, followConnections } from '../connection-feed.js';
import { eventQueryOf, isOfConnection, streamedId, wantsPage, type EventQuery } from '../event-query.js';
import { ApiProblem } from '../problem.js';
import { limitOf, timeOf } from '../query.js';
import { serverView } from '../server-view.js';
import type { Subject } from '../subject.js';

const MAX_STREAMS = 32;
const PING_MS = 15_000;
const PAGE = 1000;
const SHORTEST_MS = 100;
/** Between two snapshots, unless it is said. */
const EVERY_MS = 1000;

/** What happens, as it happens. */
export function eventRoutes(app: AdminApp, subject: Subject): void {
  let streams = 0;
  app.get('/v1/events', (context) => {
    const query = eventQueryOf(context, subject.events);
    if (wantsPage(context)) return context.json(page(query, limitOf(context, PAGE)));
    return stream(context, (sse) => tell(sse, query));
  });
  app.get('/v1/live', (context) => {
    const every = everyOf(context);
    return stream(context, (sse) => tellState(sse, every));
  });

  /** The first ones after a number, or the last ones. */
  function page({ wants, after, isOfOther }: EventQuery, limit: number): object {
    const { events, startedAt } = subject;
    const found = events.after(after ?? 0).filter(wants);
    const kept = after === undefined ? found.slice(-limit) : found.slice(0, limit);
    const next = after === undefined || kept.length === found.length ? undefined : kept.at(-1)?.id;
    const gap = after === undefined ? undefined : gapOf(after);
    return {
      items: kept.map(({ id, event, data }) => ({ id, event, ...(JSON.parse(data) as object) })),
      lastId: events.lastId,
      ...(next !== undefined && { next: String(next) }),
      ...(gap !== undefined && { gap }),
      ...(isOfOther && { restarted: { startedAt } }),
    };
  }

  /** What is no longer kept of those after a number. */
  function gapOf(after: number): object | undefined {
    const { lostUpTo } = subject.events;
    return lostUpTo > after ? { from: after + 1, to: lostUpTo } : undefined;
  }

  function stream(context: Context<AdminEnv>, send: (sse: SSEStreamingApi) => Promise<void>): Response {
    if (streams >= MAX_STREAMS)
      throw new ApiProblem('too-many', `${streams} streams are open, the most there may be: close one`);
    streams += 1;
    return streamSSE(context, async (sse) => {
      try {
        await sse.write('retry: 1000\n\n');
        await send(sse);
      } finally {
        streams -= 1;
      }
    });
  }

  async function tell(sse: SSEStreamingApi, query: EventQuery): Promise<void> {
    const { wants, after } = query;
    const { events } = subject;
    const backlog = new Backlog(after === undefined ? [] : events.after(after).filter(wants));
    // From this moment on none is missed, however long the first words take.
    const end = follow(query, backlog);
    const gap = after === undefined ? undefined : gapOf(after);
    sse.onAbort(() => backlog.end());
    const ping = setInterval(() => void sse.write(': ping\n\n'), PING_MS).unref();
    try {
      if (query.isOfOther)
        await sse.writeSSE({ event: 'restarted', data: JSON.stringify({ startedAt: subject.startedAt }) });
      if (gap !== undefined) await sse.writeSSE({ event: 'gap', data: JSON.stringify(gap) });
      for await (const { id, event, data } of backlog)
        await sse.writeSSE({ event, data, ...(id !== undefined && { id: streamedId(id, events) }) });
      if (backlog.isTooLong)
        await sse.writeSSE({ event: 'too_slow', data: JSON.stringify({ message: 'read faster' }) });
    } finally {
      clearInterval(ping);
      end();
    }
  }

  /** @returns stops it */
  function follow({ wants, connections }: EventQuery, backlog: Backlog): () => void {
    const told = (event: BacklogEvent): void => {
      if (wants(event)) backlog.add(event);
    };
    if (connections !== 'all' || subject.kind === 'server') return subject.events.subscribe(told);
    // Each one, and not what the log makes of them.
    const ends = [
      subject.events.subscribe((event) => (isOfConnection(event.event) ? undefined : told(event))),
      followConnections(subject, (event) => (event.event === DROPPED ? backlog.add(event) : told(event))),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async function tellState(sse: SSEStreamingApi, every: number): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    sse.onAbort(() => over.abort());
    while (!signal.aborted) {
      await sse.writeSSE({ event: 'snapshot', data: JSON.stringify(stateOf(subject)) });
      await setTimeout(every, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** All of a process on one page. */
function stateOf(subject: Subject): object {
  const timestamp = new Date();
  if (subject.kind === 'server') return { timestamp, ...serverView(subject.server) };
  return { timestamp, ...subject.views.latest() };
}

function everyOf(context: Context<AdminEnv>): number {
  const every = timeOf(context, 'every') ?? EVERY_MS;
  if (every < SHORTEST_MS)
    throw new ApiProblem(
      'bad-parameter',
      `every '${context.req.query('every')}' is too short: use at least ${SHORTEST_MS}ms`,
    );
  return every;
}
