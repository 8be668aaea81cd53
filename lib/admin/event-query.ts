import type { Context } from 'hono';
import { LbsimError } from '../errors.js';
import type { AdminEnv } from './env.js';
import { eventNames } from './event-names.js';
import type { EventRing } from './event-ring.js';
import type { KeptEvent } from './kept-event.js';
import { ApiProblem } from './problem.js';
import { wordOf } from './query.js';

/** How the names of events begin that each connection may cause. */
const OF_CONNECTIONS = 'connection';
const CONNECTIONS = ['summary', 'none', 'all'] as const;

/** Which events are asked for. */
export interface EventQuery {
  readonly wants: (event: Pick<KeptEvent, 'event'>) => boolean;
  /** Of connections: as the log has them, none, or each. */
  readonly connections: (typeof CONNECTIONS)[number];
  /** Undefined for those that are still to come. */
  readonly after: number | undefined;
  /** Whether the reader's last event was one of another process, so that all are wanted. */
  readonly isOfOther: boolean;
}

/** @throws ApiProblem `bad-parameter` */
export function eventQueryOf(context: Context<AdminEnv>, events: EventRing): EventQuery {
  const only = context.req.query('only');
  const names = only === undefined ? undefined : eventNamesOf(only);
  const connections = wordOf(context, 'connections', CONNECTIONS);
  return {
    wants: ({ event }) => names?.has(event) !== false && (connections !== 'none' || !isOfConnection(event)),
    connections,
    ...afterOf(context, events),
  };
}

/** The names of a comma-separated list. @throws ApiProblem `bad-parameter` for one that no event has */
export function eventNamesOf(text: string): ReadonlySet<string> {
  try {
    return new Set(eventNames(text));
  } catch (error) {
    if (error instanceof LbsimError) throw new ApiProblem('bad-parameter', error.message);
    throw error;
  }
}

export function isOfConnection(event: string): boolean {
  return event.startsWith(OF_CONNECTIONS);
}

/** The id that a stream gives an event: its number, and of which process it is. */
export function streamedId(id: number, { instance }: EventRing): string {
  return `${id}-${instance}`;
}

/** Streams are the rule; a page has to be asked for. */
export function wantsPage({ req }: Context<AdminEnv>): boolean {
  const accept = req.header('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

/** After which event a reader goes on: that of the parameter `after`, or of the head `Last-Event-ID`. */
export function afterOf(
  { req }: Context<AdminEnv>,
  { instance, lastId }: EventRing,
): Pick<EventQuery, 'after' | 'isOfOther'> {
  const text = req.header('last-event-id') ?? req.query('after');
  if (text === undefined) return { after: undefined, isOfOther: false };
  const { number, of = instance } = /^(?<number>\d{1,15})(?:-(?<of>\w+))?$/.exec(text)?.groups ?? {};
  if (number === undefined)
    throw new ApiProblem('bad-parameter', `after '${text}' is not the id of an event: use one such as 412`);
  const isOfOther = of !== instance || Number(number) > lastId;
  return { after: isOfOther ? 0 : Number(number), isOfOther };
}
