import type { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { WaitFor } from '../dispatch/waiting-room.js';
import { LbsimError } from '../errors.js';
import type { EventSink } from '../event-sink.js';
import type { OperationEvents } from './events.js';
import type { Overrides } from './overrides.js';
import type { ExplainedPick, PickRing } from './picks.js';
import type { RequestMeter } from './request-meter.js';

/** A hold ends by itself after this time. */
export const MAX_HOLD_MS = 15 * 60_000;
/** New connections a second above which a hold is refused. */
export const MAX_HELD_RATE = 1000;

/** A hold: newcomers wait until they are let go. Plain JSON. */
export interface HeldState {
  /** Since when, in RFC 3339. */
  readonly since: string;
  /** Newcomers that are held back now. */
  readonly waiting: number;
  /** Who wanted it, if that was said. */
  readonly by: string | null;
}

/** What became of a newcomer that was let go. Plain JSON. */
export interface HoldStep {
  /** `address:port`; null where that is not known: with workers, of one that came before the hold. */
  readonly client: string | null;
  /** `picked`: it has a backend; `waits`: it waits for what it lacks; `queue_full`: it was closed, as too many wait. */
  readonly outcome: 'picked' | 'waits' | 'queue_full';
  /** Why it went where it went; null unless it was picked. */
  readonly pick: ExplainedPick | null;
  /** What it waits for now, a backend that is up or a place at one; null unless it waits. */
  readonly waitsFor: Exclude<WaitFor, 'operator'> | null;
}

export interface HoldDeps {
  readonly central: CentralDispatcher<DispatchRequest>;
  readonly picks: PickRing;
  readonly requests: RequestMeter;
  readonly overrides: Overrides;
  readonly events: EventSink<OperationEvents>;
  /** What a worker may decide by itself is different. */
  readonly rulesChanged: () => void;
}

/** Newcomers are held back, and let go one by one or all at once. */
export class HoldOperations {
  readonly #deps: HoldDeps;
  #hold: { readonly since: Date; readonly by: string | null; readonly end: NodeJS.Timeout } | undefined;

  constructor(deps: HoldDeps) {
    this.#deps = deps;
  }

  /** Null while nobody is held back. */
  get state(): HeldState | null {
    if (this.#hold === undefined) return null;
    const { since, by } = this.#hold;
    return { since: since.toISOString(), waiting: this.#deps.central.reception.heldCount, by };
  }

  /**
   * Without effect while it holds.
   *
   * @throws LbsimError `ERR_TOO_BUSY`: clients come too fast
   */
  begin(by?: string): void {
    if (this.#hold !== undefined) return;
    const { central, overrides, rulesChanged } = this.#deps;
    const now = performance.now();
    const rate = Math.round(central.reception.arrivalsPerSecond(now));
    if (rate > MAX_HELD_RATE)
      throw new LbsimError(
        'ERR_TOO_BUSY',
        `new clients come at ${rate} a second, more than the ${MAX_HELD_RATE} at which they can be held: try again when fewer come`,
      );
    const end = setTimeout(() => this.#endByItself('timeout'), MAX_HOLD_MS).unref();
    this.#hold = { since: new Date(), by: by ?? null, end };
    overrides.generation++;
    central.reception.hold(now);
    rulesChanged();
  }

  /**
   * Lets the first newcomer go.
   *
   * @returns what became of it; undefined where none is held back
   * @throws LbsimError `ERR_NOT_HELD`
   */
  step(): HoldStep | undefined {
    if (this.#hold === undefined)
      throw new LbsimError('ERR_NOT_HELD', 'new clients are not held: use hold first, then step', {
        kind: 'usage',
      });
    const { central, picks, requests } = this.#deps;
    const { reception } = central;
    const request = reception.firstHeld;
    if (request === undefined) return undefined;
    const pick = picks.explaining(request, () => reception.step(performance.now())) ?? null;
    const wait = requests.waitOf(request) ?? null;
    const waitsFor = wait === 'operator' ? null : wait;
    const outcome = waitsFor !== null ? 'waits' : pick !== null ? 'picked' : 'queue_full';
    return { client: request.client ?? null, outcome, pick, waitsFor };
  }

  /** Lets all go, in order, and holds nobody back any more. @returns their number; 0 where nobody was held back */
  release(): number {
    if (this.#hold === undefined) return 0;
    const { central, overrides, rulesChanged } = this.#deps;
    clearTimeout(this.#hold.end);
    const released = central.reception.release(performance.now());
    this.#hold = undefined;
    overrides.generation++;
    rulesChanged();
    return released;
  }

  /** The balancer stops, and nobody may be left behind. */
  stop(): void {
    if (this.#hold !== undefined) this.#endByItself('stopping');
  }

  #endByItself(reason: 'timeout' | 'stopping'): void {
    const since = this.#hold?.since ?? new Date();
    const released = this.release();
    this.#deps.events.emit('hold_ended', { reason, heldMs: Date.now() - since.getTime(), released });
  }
}
