import type { PickLog } from '../dispatch/pick-log.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { Explanation } from '../routing/explanation.js';
import type { ResolvedOptions } from './options.js';

/** Picks that are kept. */
const KEPT = 50;

/** A pick and why it was made. Plain JSON. */
export interface ExplainedPick extends Explanation {
  /** From 1 up, without gaps. */
  readonly id: number;
  /** When it was made: RFC 3339 with milliseconds. */
  readonly at: string;
  /** `address:port`; null where that is not known. */
  readonly client: string | null;
}

/** The explanations of a balancer's last picks: those made while they were wanted, and by steps of a hold. */
export interface Picks {
  /** Whether picks are explained and kept from now on. While it is off, explanations cost nothing. @default false */
  enabled: boolean;
  /** The last 50 picks that were made while it was on, or by a step, the oldest first. */
  readonly last: readonly ExplainedPick[];
}

/** Explains what would decide now, and keeps the explanations of the last picks while that is wanted. */
export class PickRing implements Picks {
  readonly #log: PickLog<DispatchRequest>;
  /** Of which the sticky key may change. */
  readonly #settings: Pick<ResolvedOptions, 'stickyKey'>;
  readonly #changed: () => void;
  #enabled = false;
  #last: readonly ExplainedPick[] = [];
  #lastId = 0;

  /**
   * @param changed - told when picks are explained from now on, or no more
   */
  constructor(
    log: PickLog<DispatchRequest>,
    settings: Pick<ResolvedOptions, 'stickyKey'>,
    changed: () => void,
  ) {
    this.#log = log;
    this.#settings = settings;
    this.#changed = changed;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    this.#log.listener = enabled ? (explanation, client) => void this.#keep(explanation, client) : undefined;
    this.#changed();
  }

  get last(): readonly ExplainedPick[] {
    return this.#last;
  }

  /** What would decide for a client of that key now, without deciding. */
  explain(key: string | undefined): Explanation {
    const isKnown = this.#settings.stickyKey !== 'none';
    return this.#log.explain(isKnown ? key : undefined, performance.now());
  }

  /** Explains and keeps picks while `act` makes them, also where that is not wanted otherwise. @returns that of the request */
  explaining(request: DispatchRequest, act: () => void): ExplainedPick | undefined {
    const { listener } = this.#log;
    let found: ExplainedPick | undefined;
    this.#log.listener = (explanation, client, picked) => {
      const pick = this.#keep(explanation, client);
      if (picked === request) found = pick;
    };
    try {
      act();
    } finally {
      this.#log.listener = listener;
    }
    return found;
  }

  #keep(explanation: Explanation, client: string | undefined): ExplainedPick {
    const made = { id: ++this.#lastId, at: new Date().toISOString(), client: client ?? null };
    const pick = { ...made, ...explanation };
    this.#last = [...this.#last.slice(1 - KEPT), pick];
    return pick;
  }
}
