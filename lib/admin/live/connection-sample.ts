import type {
  ConnectionCloseEvent,
  ConnectionMovedEvent,
  ConnectionOpenEvent,
} from '../../control/events.js';
import { Throttle } from '../../throttle.js';

/** Connections that are followed until their end, at most; the oldest are left when there are more. */
const MAX_FOLLOWED = 4096;
/** Steps that wait to be told; the oldest are left out for a reader that is further behind. */
const MAX_STEPS = 4096;

/** What has happened to one connection that is followed, and how long before it was told, in milliseconds. */
export type ConnectionStep = { readonly agoMs: number } & (
  | ({ readonly step: 'open' } & ConnectionOpenEvent)
  | ({ readonly step: 'moved' } & ConnectionMovedEvent)
  | ({ readonly step: 'close' } & ConnectionCloseEvent)
);

type Untold<Step> = Step extends unknown ? Omit<Step, 'agoMs'> : never;

/** What has happened to connections since it was last told. */
export interface ConnectionSteps {
  /** All that were opened and closed, followed or not. */
  readonly opened: number;
  readonly closed: number;
  /** One of this number is followed. */
  readonly oneOf: number;
  /** In the order in which it happened. */
  readonly steps: readonly ConnectionStep[];
}

/**
 * Follows some of a balancer's connections from their opening to their end: all as long as few are opened, and when there
 * are more a number of each second's, evenly spread. A client that never had a backend is followed by its end alone.
 */
export class ConnectionSample {
  readonly #perSecond: number;
  readonly #followed = new Set<string>();
  #steps: { readonly at: number; readonly step: Untold<ConnectionStep> }[] = [];
  #opened = 0;
  #closed = 0;
  #oneOf = 1;
  readonly #second = new Throttle();
  /** What came in this second: connections that were opened or had no backend, and those of them that are followed. */
  #inSecond = 0;
  #taken = 0;

  /** @param perSecond - connections of a second that are followed at most */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @param now - in milliseconds, on any clock that goes forward */
  opened(event: ConnectionOpenEvent, now: number): void {
    this.#opened += 1;
    if (!this.#takes(now)) return;
    this.#followed.add(event.client);
    if (this.#followed.size > MAX_FOLLOWED)
      for (const oldest of this.#followed) {
        this.#followed.delete(oldest);
        break;
      }
    this.#add(now, { step: 'open', ...event });
  }

  moved(event: ConnectionMovedEvent, now: number): void {
    if (this.#followed.has(event.client)) this.#add(now, { step: 'moved', ...event });
  }

  closed(event: ConnectionCloseEvent, now: number): void {
    this.#closed += 1;
    const isFollowed = this.#followed.delete(event.client) || (event.backend === null && this.#takes(now));
    if (isFollowed) this.#add(now, { step: 'close', ...event });
  }

  /** What has happened since the last call; undefined if nothing has. */
  take(now: number): ConnectionSteps | undefined {
    if (this.#opened === 0 && this.#closed === 0 && this.#steps.length === 0) return undefined;
    const taken = {
      opened: this.#opened,
      closed: this.#closed,
      oneOf: this.#oneOf,
      steps: this.#steps.slice(-MAX_STEPS).map(({ at, step }) => ({ ...step, agoMs: Math.round(now - at) })),
    };
    this.#opened = this.#closed = 0;
    this.#steps = [];
    return taken;
  }

  #add(at: number, step: Untold<ConnectionStep>): void {
    this.#steps.push({ at, step });
    if (this.#steps.length > 2 * MAX_STEPS) this.#steps = this.#steps.slice(-MAX_STEPS);
  }

  /** Whether the next connection is followed. */
  #takes(now: number): boolean {
    if (this.#second.passes(now)) {
      this.#oneOf = Math.max(1, Math.ceil(this.#inSecond / this.#perSecond));
      this.#inSecond = this.#taken = 0;
    }
    const isNext = this.#inSecond++ % this.#oneOf === 0 && this.#taken < this.#perSecond;
    if (isNext) this.#taken += 1;
    return isNext;
  }
}
