import type { LoggedPick, PickLog } from '../dispatch/pick-log.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { Explanation } from '../routing/explanation.js';
import type { Route } from '../routing/router.js';
import { canonicalKey } from './client-key.js';
import type { ResolvedOptions } from './options.js';

/** Picks that are kept. */
const KEPT = 50;

/** A pick and why it was made. Plain JSON. */
export interface ExplainedPick extends Explanation {
  /** From 1 up: every pick of the process that decides has a number. */
  readonly id: number;
  /** When it was made: RFC 3339 with milliseconds. */
  readonly at: string;
  /** `address:port`; null where that is not known. */
  readonly client: string | null;
  /** False where nobody wanted explanations when it was made: `session` is null then, and `considered` empty. */
  readonly explained: boolean;
}

/** A pick as it is kept: to be put into words only when somebody looks. */
interface KeptPick extends Omit<LoggedPick<DispatchRequest>, 'request'> {
  readonly id: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** A balancer's last picks. With workers those of clients that stick to a backend are only known while they are explained. */
export interface Picks {
  /**
   * Whether picks are explained from now on, of each second the first 200. While it is off, explanations cost nothing.
   *
   * @default false
   */
  enabled: boolean;
  /** The last 50 picks that were made while it was on, or by a step, the oldest first. */
  readonly last: readonly ExplainedPick[];
  /** The last 50 picks, explained or not, the oldest first. */
  readonly recent: readonly ExplainedPick[];
}

/** Explains what would decide now, and keeps the last picks. */
export class PickRing implements Picks {
  readonly #log: PickLog<DispatchRequest>;
  /** Of which the sticky key may change. */
  readonly #settings: Pick<ResolvedOptions, 'stickyKey'>;
  readonly #changed: () => void;
  #last: readonly ExplainedPick[] = [];
  /** The newest takes the place of the oldest. */
  readonly #recent: KeptPick[] = [];
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
    log.listener = (pick) => void this.#keep(pick);
  }

  get enabled(): boolean {
    return this.#log.explains !== 'none';
  }

  set enabled(enabled: boolean) {
    if (enabled === this.enabled) return;
    this.#log.explains = enabled ? 'some' : 'none';
    this.#changed();
  }

  get last(): readonly ExplainedPick[] {
    return this.#last;
  }

  get recent(): readonly ExplainedPick[] {
    return this.#recent.toSorted((one, other) => one.id - other.id).map(inWords);
  }

  /** What would decide for a client of that key now, without deciding. */
  explain(key: string | undefined): Explanation {
    const { stickyKey } = this.#settings;
    const known = stickyKey === 'none' || key === undefined ? undefined : canonicalKey(key, stickyKey);
    return this.#log.explain(known, performance.now());
  }

  /** Explains picks while `act` makes them, also where that is not wanted otherwise. @returns that of the request */
  explaining(request: DispatchRequest, act: () => void): ExplainedPick | undefined {
    const { listener, explains } = this.#log;
    let found: ExplainedPick | undefined;
    this.#log.explains = 'each';
    this.#log.listener = (pick) => {
      const kept = this.#keep(pick);
      if (pick.request === request) found = inWords(kept);
    };
    try {
      act();
    } finally {
      this.#log.explains = explains;
      this.#log.listener = listener;
    }
    return found;
  }

  #keep({ key, client, route, explanation }: LoggedPick<DispatchRequest>): KeptPick {
    const kept = { id: ++this.#lastId, at: Date.now(), key, client, route, explanation };
    this.#recent[(kept.id - 1) % KEPT] = kept;
    if (explanation !== undefined) this.#last = [...this.#last.slice(1 - KEPT), inWords(kept)];
    return kept;
  }
}

function inWords({ id, at, key, client, route, explanation }: KeptPick): ExplainedPick {
  const when = new Date(at).toISOString();
  const made = { id, at: when, client: client ?? null, explained: explanation !== undefined };
  if (explanation !== undefined) return { ...made, ...explanation };
  const picked = { key: key ?? null, backend: route?.backend.name ?? null, why: route?.why ?? null };
  return { ...made, ...picked, session: null, considered: [], says: saysUnexplained(route, key) };
}

function saysUnexplained(route: Route | undefined, key: string | undefined): string {
  if (route === undefined) return 'No backend was available.';
  const { backend, why } = route;
  if (why === 'sticky') return `${key} sticks to ${backend.name}.`;
  return `${why} chose ${backend.name}; picks were not explained yet.`;
}
