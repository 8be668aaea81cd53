import { setTimeout } from 'node:timers/promises';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import type { Context } from 'hono';
import type { AdminApp, AdminEnv } from '../env.js';
import type { NumberedEvent } from '../event-ring.js';
import { invalidBody } from '../json-body.js';
import { ApiProblem } from '../problem.js';
import { timeOf } from '../query.js';
import { serverView } from '../server-view.js';
import type { Subject } from '../subject.js';

const MAX_STREAMS = 32;
/** Characters that a slow reader may be behind. */
const MAX_BACKLOG = 2 ** 20;
const PING_MS = 15_000;
const PAGE = 1000;
const SHORTEST_MS = 100;
/** Between two snapshots, unless it is said. */
const EVERY_MS = 1000;
/** How the names of events begin that each connection may cause. */
const OF_CONNECTIONS = 'connection';

/** What happens, as it happens. */
export function eventRoutes(app: AdminApp, subject: Subject): void {
  let streams = 0;
  app.get('/v1/events', (context) => {
    const wanted = filterOf(context.req.query());
    const after = afterOf(context);
    if (!wantsStream(context)) return context.json(page(after ?? 0, wanted));
    return stream(context, (sse) => tell(sse, after, wanted));
  });
  app.get('/v1/live', (context) => {
    const every = everyOf(context);
    return stream(context, (sse) => tellState(sse, every));
  });

  function page(after: number, wanted: Wanted): object {
    const found = subject.events.after(after).filter(wanted);
    const items = found
      .slice(-PAGE)
      .map(({ id, event, data }) => ({ id, event, ...(JSON.parse(data) as object) }));
    return { items, lastId: subject.events.lastId };
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

  async function tell(sse: SSEStreamingApi, after: number | undefined, wanted: Wanted): Promise<void> {
    const { events } = subject;
    const kept = after === undefined ? [] : events.after(after);
    const backlog = new Backlog(kept.filter(wanted));
    // From this moment on none is missed, however long the first words take.
    const end = events.subscribe(
      (event) => {
        if (wanted(event)) backlog.add(event);
      },
      () => backlog.finish(),
    );
    const { lastId } = events;
    sse.onAbort(() => backlog.end());
    const ping = setInterval(() => void sse.write(': ping\n\n'), PING_MS).unref();
    try {
      if (after !== undefined) await tellWhatIsMissing(sse, after, kept[0]?.id ?? lastId + 1, lastId);
      for await (const { id, event, data } of backlog) await sse.writeSSE({ id: String(id), event, data });
      if (backlog.isTooLong)
        await sse.writeSSE({ event: 'too_slow', data: JSON.stringify({ message: 'read faster' }) });
    } finally {
      clearInterval(ping);
      end();
    }
  }

  async function tellWhatIsMissing(
    sse: SSEStreamingApi,
    after: number,
    firstKept: number,
    lastId: number,
  ): Promise<void> {
    if (after > lastId)
      await sse.writeSSE({ event: 'restarted', data: JSON.stringify({ startedAt: subject.startedAt }) });
    else if (firstKept > after + 1)
      await sse.writeSSE({ event: 'gap', data: JSON.stringify({ from: after + 1, to: firstKept - 1 }) });
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

type Wanted = (event: NumberedEvent) => boolean;

/** All of a process on one page. */
function stateOf(subject: Subject): object {
  const timestamp = new Date();
  if (subject.kind === 'server') return { timestamp, ...serverView(subject.server) };
  return { timestamp, ...subject.views.latest() };
}

/** Events that a stream has still to send: those that were kept, then those that have come since. */
class Backlog implements AsyncIterable<NumberedEvent> {
  readonly #kept: readonly NumberedEvent[];
  readonly #events: NumberedEvent[] = [];
  /** Of those that have come since: what was kept says nothing of how fast its reader is. */
  #characters = 0;
  #isOver = false;
  #isComplete = false;
  #wake = (): void => undefined;
  isTooLong = false;

  constructor(kept: readonly NumberedEvent[]) {
    this.#kept = kept;
  }

  add(event: NumberedEvent): void {
    this.#events.push(event);
    this.#characters += event.data.length;
    if (this.#characters > MAX_BACKLOG) {
      this.isTooLong = true;
      this.end();
    }
    this.#wake();
  }

  /** It ends with those that it has. */
  finish(): void {
    this.#isComplete = true;
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#events.length = 0;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<NumberedEvent> {
    for (const event of this.#kept) {
      if (this.#isOver) return;
      yield event;
    }
    while (!this.#isOver) {
      const event = this.#events.shift();
      if (event === undefined && this.#isComplete) return;
      if (event === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      this.#characters -= event.data.length;
      yield event;
    }
  }
}

function wantsStream({ req }: Context<AdminEnv>): boolean {
  return req.header('accept')?.includes('text/event-stream') === true;
}

function filterOf({ only, connections = 'all' }: Readonly<Record<string, string | undefined>>): Wanted {
  if (connections !== 'all' && connections !== 'none')
    throw invalidBody('/connections', `connections '${connections}' is not known: use all or none`);
  const names = only === undefined ? undefined : new Set(only.split(',').map((name) => name.trim()));
  return ({ event }) =>
    names?.has(event) !== false && (connections === 'all' || !event.startsWith(OF_CONNECTIONS));
}

function afterOf({ req }: Context<AdminEnv>): number | undefined {
  const text = req.header('last-event-id') ?? req.query('after');
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw invalidBody('/after', `after '${text}' is not a number of an event: use one such as 412`);
  return Number(text);
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
