import { setTimeout } from 'node:timers/promises';
import type { Context } from 'hono';
import type { SSEStreamingApi } from 'hono/streaming';
import type { AdminApp, AdminEnv } from '../env.js';
import { afterOf, eventNamesOf } from '../event-query.js';
import type { EventRing } from '../event-ring.js';
import { LiveFeed, type LiveMessage, type Wanted } from '../live/live-feed.js';
import { ApiProblem } from '../problem.js';
import { timeOf } from '../query.js';
import { serverView } from '../server-view.js';
import { startStream } from '../start-stream.js';
import type { StreamPlaces } from '../stream-places.js';
import type { BalancerSubject, ServerSubject } from '../subject.js';

const PATH = '/v1/live';
const SHORTEST_MS = 100;
/** Between two messages, unless it is said. */
const EVERY_MS = 1000;
const MOST_A_SECOND = 1000;

/**
 * How a balancer stands, again and again: whole, or, for a reader that asks for what happens as well, whole at first and then what
 * has changed.
 */
export function balancerLiveRoute(app: AdminApp, subject: BalancerSubject, places: StreamPlaces): void {
  app.get(PATH, (context) => {
    const every = everyOf(context);
    const wanted = wantedOf(context, subject.events);
    if (wanted === undefined)
      return startStream(context, places, (sse) => tell(sse, every, () => snapshot(subject.views.latest())));
    return startStream(context, places, async (sse) => {
      const feed = new LiveFeed(subject, wanted);
      await tell(sse, every, () => feed.next()).finally(() => feed.end());
    });
  });
}

/** How a backend stands, again and again. */
export function serverLiveRoute(app: AdminApp, { server }: ServerSubject, places: StreamPlaces): void {
  app.get(PATH, (context) => {
    const every = everyOf(context);
    return startStream(context, places, (sse) => tell(sse, every, () => snapshot(serverView(server))));
  });
}

function snapshot(state: object): readonly LiveMessage[] {
  return [{ event: 'snapshot', data: { timestamp: new Date(), ...state } }];
}

/** Sends messages until the reader has left. */
async function tell(sse: SSEStreamingApi, every: number, next: () => readonly LiveMessage[]): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  sse.onAbort(() => over.abort());
  while (!signal.aborted) {
    for (const { event, data, id } of next())
      await sse.writeSSE({ event, data: JSON.stringify(data), ...(id !== undefined && { id }) });
    await setTimeout(every, undefined, { signal, ref: false }).catch(() => undefined);
  }
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

/** @returns undefined for a reader that asks for snapshots alone */
function wantedOf(context: Context<AdminEnv>, ring: EventRing): Wanted | undefined {
  const { req } = context;
  const events = req.query('events');
  const picks = sampleOf(context, 'picks');
  const connections = sampleOf(context, 'connections');
  const after = afterOf(context, ring);
  if (events === undefined && picks === undefined && connections === undefined) return undefined;
  return {
    events: namesOf(events),
    picks: picks ?? 0,
    connections: connections ?? 0,
    ...after,
  };
}

function namesOf(text = 'none'): Wanted['events'] {
  return text === 'all' || text === 'none' ? text : eventNamesOf(text);
}

/** `sample:40`, that number a second at most; or `none`. */
function sampleOf({ req }: Context<AdminEnv>, name: string): number | undefined {
  const text = req.query(name);
  if (text === undefined || text === 'none') return text && 0;
  const most = Number(/^sample:(\d{1,4})$/.exec(text)?.[1]);
  if (most >= 1 && most <= MOST_A_SECOND) return most;
  throw new ApiProblem(
    'bad-parameter',
    `${name} '${text}' is not known: use none, or sample:40 for 40 a second at most (1 to ${MOST_A_SECOND})`,
  );
}
