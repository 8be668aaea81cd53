import type { ExplainedPick } from '../../control/picks.js';
import type { BalancerView } from '../balancer-views.js';
import { followConnections } from '../follow-connections.js';
import { isOfConnection, streamedId } from '../event-query.js';
import type { EventGap } from '../event-ring.js';
import type { KeptEvent } from '../kept-event.js';
import type { BalancerSubject } from '../subject.js';
import { ConnectionSample } from './connection-sample.js';
import { deltaOf } from './delta.js';

/** Picks of one message: no page shows more. */
const MAX_PICKS = 10;
/** Events that wait for the next message; a reader that is further behind is told of a gap. */
const MAX_EVENTS = 1000;
/** A reader hears at least so often that the balancer lives. */
const SILENCE_MS = 2000;

/** What a reader wants to hear of, beside how the balancer stands. */
export interface Wanted {
  /** Names of events; `all` but those of connections. */
  readonly events: 'all' | 'none' | ReadonlySet<string>;
  /** Picks, and connections, of a second at most; 0 for none. */
  readonly picks: number;
  readonly connections: number;
  /** The number of the last event that it has. */
  readonly after: number | undefined;
  /** Whether that was one of another process. */
  readonly isOfOther: boolean;
}

/** A message of a stream. */
export interface LiveMessage {
  readonly event: 'snapshot' | 'restarted' | 'delta' | 'event' | 'gap' | 'picks' | 'connections';
  readonly data: object;
  /** Of the last event that the reader has with this message. */
  readonly id?: string;
}

/** How a balancer stands, and then what changes, what happens, and why: for one reader, until {@link end}. */
export class LiveFeed {
  readonly #subject: BalancerSubject;
  readonly #wanted: Wanted;
  readonly #sample: ConnectionSample;
  readonly #ends: (() => void)[] = [];
  #events: KeptEvent[] = [];
  #lost: EventGap | undefined;
  #last: BalancerView | undefined;
  #lastPick = 0;
  /** When the last state was told, by the clock. */
  #saidAt = 0;

  constructor(subject: BalancerSubject, wanted: Wanted) {
    this.#subject = subject;
    this.#wanted = wanted;
    this.#sample = new ConnectionSample(wanted.connections);
    const { events, balancer, listeners } = subject;
    if (wanted.events !== 'none') {
      if (wanted.after !== undefined) this.#resume(wanted.after);
      this.#ends.push(events.subscribe((event) => this.#keep(event)));
    }
    if (wanted.picks > 0) {
      this.#lastPick = balancer.picks.recent.at(-1)?.id ?? 0;
      this.#ends.push(listeners.add());
    }
    if (wanted.connections > 0) this.#follow();
  }

  /** All there is to say since the last call; at first a snapshot. */
  next(): LiveMessage[] {
    return [this.#restarted(), this.#state(), ...this.#happened(), this.#picked(), this.#moved()].filter(
      (message) => message !== undefined,
    );
  }

  end(): void {
    for (const end of this.#ends) end();
  }

  #restarted(): LiveMessage | undefined {
    const { startedAt } = this.#subject;
    const isFirst = this.#last === undefined;
    return isFirst && this.#wanted.isOfOther ? { event: 'restarted', data: { startedAt } } : undefined;
  }

  #state(): LiveMessage | undefined {
    const before = this.#last;
    const now = this.#subject.views.latest();
    this.#last = now;
    const timestamp = new Date();
    const delta = before === undefined || before === now ? undefined : deltaOf(before, now);
    const isSilent = timestamp.getTime() - this.#saidAt >= SILENCE_MS;
    if (before !== undefined && delta === undefined && !isSilent) return undefined;
    this.#saidAt = timestamp.getTime();
    return before === undefined
      ? { event: 'snapshot', data: { timestamp, ...now } }
      : { event: 'delta', data: { timestamp, ...delta } };
  }

  #happened(): LiveMessage[] {
    const lost: LiveMessage[] = this.#lost === undefined ? [] : [{ event: 'gap', data: this.#lost }];
    const events = this.#events.map(({ id, event, data }): LiveMessage => {
      return {
        event: 'event',
        id: streamedId(id, this.#subject.events),
        data: { id, event, ...(JSON.parse(data) as object) },
      };
    });
    this.#events = [];
    this.#lost = undefined;
    return [...lost, ...events];
  }

  #picked(): LiveMessage | undefined {
    if (this.#wanted.picks === 0) return undefined;
    const news = this.#subject.balancer.picks.last.filter(({ id }) => id > this.#lastPick);
    const last = news.at(-1);
    if (last === undefined) return undefined;
    const made = last.id - this.#lastPick;
    this.#lastPick = last.id;
    const items: readonly ExplainedPick[] = news.slice(-Math.min(MAX_PICKS, this.#wanted.picks));
    return { event: 'picks', data: { made, items } };
  }

  #moved(): LiveMessage | undefined {
    const steps = this.#sample.take(performance.now());
    return steps && { event: 'connections', data: steps };
  }

  /** What has happened since the last event that the reader has, as far as it is kept. */
  #resume(after: number): void {
    const { events } = this.#subject;
    this.#lost = events.gapAfter(after);
    for (const event of events.after(after)) this.#keep(event);
  }

  #keep(event: KeptEvent): void {
    if (!this.#wants(event.event)) return;
    this.#events.push(event);
    const [oldest] = this.#events;
    if (oldest === undefined || this.#events.length <= MAX_EVENTS) return;
    this.#events.shift();
    this.#lost = { from: this.#lost?.from ?? oldest.id, to: oldest.id };
  }

  #wants(name: string): boolean {
    const { events } = this.#wanted;
    if (isOfConnection(name)) return false; // they come as `connections` and `picks`
    return typeof events === 'string' ? events === 'all' : events.has(name);
  }

  #follow(): void {
    const sample = this.#sample;
    this.#ends.push(
      followConnections(this.#subject, {
        connection_open: (event) => sample.opened(event, performance.now()),
        connection_moved: (event) => sample.moved(event, performance.now()),
        connection_rerouted: (event) => sample.moved(event, performance.now()),
        connection_close: (event) => sample.closed(event, performance.now()),
      }),
    );
  }
}
