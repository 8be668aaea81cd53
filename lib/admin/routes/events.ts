import type { SSEStreamingApi } from 'hono/streaming';
import type { AdminApp } from '../env.js';
import { Backlog, type BacklogEvent } from '../backlog.js';
import { DROPPED, feedConnections } from '../connection-feed.js';
import { eventQueryOf, isOfConnection, streamedId, wantsPage, type EventQuery } from '../event-query.js';
import { limitOf } from '../query.js';
import { startStream } from '../start-stream.js';
import type { StreamPlaces } from '../stream-places.js';
import type { Subject } from '../subject.js';

const PAGE = 1000;

/** What happens, as it happens. */
export function eventRoutes(app: AdminApp, subject: Subject, places: StreamPlaces): void {
  app.get('/v1/events', (context) => {
    const query = eventQueryOf(context, subject.events);
    if (wantsPage(context)) return context.json(page(query, limitOf(context, PAGE)));
    return startStream(context, places, (sse) => tell(sse, query));
  });

  /** The first ones after a number, or the last ones. */
  function page({ wants, after, isOfOther }: EventQuery, limit: number): object {
    const { events, startedAt } = subject;
    const found = events.after(after ?? 0).filter(wants);
    const kept = after === undefined ? found.slice(-limit) : found.slice(0, limit);
    const next = after === undefined || kept.length === found.length ? undefined : kept.at(-1)?.id;
    const gap = after === undefined ? undefined : events.gapAfter(after);
    return {
      items: kept.map(({ id, event, data }) => ({ id, event, ...(JSON.parse(data) as object) })),
      lastId: events.lastId,
      ...(next !== undefined && { next: String(next) }),
      ...(gap !== undefined && { gap }),
      ...(isOfOther && { restarted: { startedAt } }),
    };
  }

  async function tell(sse: SSEStreamingApi, query: EventQuery): Promise<void> {
    const { wants, after } = query;
    const { events } = subject;
    const backlog = new Backlog(after === undefined ? [] : events.after(after).filter(wants));
    // From this moment on none is missed, however long the first words take.
    const end = follow(query, backlog);
    const gap = after === undefined ? undefined : events.gapAfter(after);
    sse.onAbort(() => backlog.end());
    try {
      if (query.isOfOther)
        await sse.writeSSE({ event: 'restarted', data: JSON.stringify({ startedAt: subject.startedAt }) });
      if (gap !== undefined) await sse.writeSSE({ event: 'gap', data: JSON.stringify(gap) });
      for await (const { id, event, data } of backlog)
        await sse.writeSSE({ event, data, ...(id !== undefined && { id: streamedId(id, events) }) });
      if (backlog.isTooLong)
        await sse.writeSSE({ event: 'too_slow', data: JSON.stringify({ message: 'read faster' }) });
    } finally {
      end();
    }
  }

  /** @returns stops it */
  function follow({ wants, connections }: EventQuery, backlog: Backlog): () => void {
    const told = (event: BacklogEvent): void => {
      if (wants(event)) backlog.add(event);
    };
    const ended = (): void => backlog.finish();
    if (connections !== 'all' || subject.kind === 'server') return subject.events.subscribe(told, ended);
    // Each one, and not what the log makes of them.
    const ends = [
      subject.events.subscribe((event) => (isOfConnection(event.event) ? undefined : told(event)), ended),
      feedConnections(subject, (event) => (event.event === DROPPED ? backlog.add(event) : told(event))),
    ];
    return () => {
      for (const end of ends) end();
    };
  }
}
