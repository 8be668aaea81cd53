import type { Address } from '../../net/address.js';
import { rateAt } from './pattern.js';
import type { LoadSettings } from './settings.js';
import { Visit, type VisitOutcome } from './visit.js';

/** How often it is looked at which connections are due. */
export const TICK_MS = 20;
/** A standstill of this process is not made up for beyond this. */
const MAX_TICK_MS = 250;
/** Connections under way at once, those that stay open not counted: past it, those that are due are skipped. */
const MAX_OPEN = 1000;
/** Held connections that are opened at a tick, at most. */
const HELD_AT_ONCE = 10;
/** After one that was lost or refused, no held connection is opened for this time. */
const HELD_PAUSE_MS = 1000;

/** What has become of a load's connections, those that stay open included. */
export interface LoadCounts {
  readonly started: number;
  /** Answered right and closed in order; of one that stays open, the answer. */
  readonly ok: number;
  readonly failed: number;
  /** Due while too many were under way: never made. */
  readonly skipped: number;
  /** Under way now, without those that stay open. */
  readonly open: number;
  /** Staying open now. */
  readonly held: number;
  /** Those that failed, by kind. */
  readonly failures: Readonly<Record<string, number>>;
}

export const NO_COUNTS: LoadCounts = {
  ...{ started: 0, ok: 0, failed: 0, skipped: 0, open: 0, held: 0 },
  failures: {},
};

/** Makes connections to a balancer as its settings say, and checks every answer. */
export class Load {
  readonly #target: Address;
  #settings: LoadSettings;
  #counts = NO_COUNTS;
  /** Made ever; each has a number of its own. */
  #made = 0;
  /** Those with a number up to this one are of before the counts began. */
  #uncounted = 0;
  #patternSince: number;
  #tickedAt: number;
  #due = 0;
  #open = 0;
  readonly #held = new Set<Visit>();
  #staying = 0;
  #heldFrom = 0;

  /** @param now - of `performance.now()` */
  constructor(target: Address, settings: LoadSettings, now: number) {
    this.#target = target;
    this.#settings = settings;
    this.#patternSince = this.#tickedAt = now;
  }

  get counts(): LoadCounts {
    return { ...this.#counts, open: this.#open, held: this.#staying };
  }

  change(settings: LoadSettings, now: number): void {
    if (settings.pattern !== this.#settings.pattern) this.#patternSince = now;
    this.#settings = settings;
  }

  /** Counts from zero. */
  reset(now: number): void {
    this.#counts = NO_COUNTS;
    this.#uncounted = this.#made;
    this.#patternSince = now;
  }

  /** Makes the connections that are due. To be called every {@link TICK_MS}. */
  tick(now: number): void {
    const { pattern, rate, loop, clients } = this.#settings;
    const elapsedS = Math.min(now - this.#tickedAt, MAX_TICK_MS) / 1000;
    this.#tickedAt = now;
    this.#due += rateAt(pattern, rate, (now - this.#patternSince) / 1000) * elapsedS;
    for (; this.#due >= 1; this.#due--) {
      if (loop === 'closed' && this.#open >= clients) continue;
      if (this.#open < MAX_OPEN) void this.#visit();
      else this.#counts = { ...this.#counts, skipped: this.#counts.skipped + 1 };
    }
    this.#keepHeld(now);
  }

  async #visit(): Promise<void> {
    this.#open++;
    const visit = this.#create();
    const number = this.#made;
    const outcome = await visit.run();
    this.#open--;
    this.#ended(number, outcome);
  }

  /** As many stay open as are to. */
  #keepHeld(now: number): void {
    const surplus = this.#held.size - this.#settings.held;
    for (const visit of [...this.#held].slice(0, Math.max(0, surplus))) {
      this.#held.delete(visit);
      visit.leave();
    }
    if (now < this.#heldFrom) return;
    for (let n = Math.min(-surplus, HELD_AT_ONCE); n > 0; n--) void this.#hold();
  }

  async #hold(): Promise<void> {
    const visit = this.#create();
    const number = this.#made;
    this.#held.add(visit);
    const state = { isStaying: false };
    const outcome = await visit.run(() => {
      state.isStaying = true;
      this.#staying++;
      this.#ended(number, undefined);
      if (!this.#held.has(visit)) setImmediate(() => visit.leave());
    });
    if (state.isStaying) this.#staying--;
    this.#held.delete(visit);
    if (outcome === undefined) return;
    this.#ended(number, outcome);
    this.#heldFrom = performance.now() + HELD_PAUSE_MS;
  }

  #create(): Visit {
    const { addresses } = this.#settings;
    const from = addresses === 1 ? undefined : `127.0.0.${2 + Math.floor(Math.random() * addresses)}`;
    this.#counts = { ...this.#counts, started: this.#counts.started + 1 };
    return new Visit(++this.#made, this.#target, from);
  }

  #ended(number: number, outcome: VisitOutcome): void {
    if (number <= this.#uncounted) return;
    const { ok, failed, failures } = this.#counts;
    this.#counts =
      outcome === undefined
        ? { ...this.#counts, ok: ok + 1 }
        : {
            ...this.#counts,
            failed: failed + 1,
            failures: { ...failures, [outcome]: (failures[outcome] ?? 0) + 1 },
          };
  }
}
