import type { EventSink } from '../event-sink.js';
import { LbsimError } from '../errors.js';
import { changeBetween, changed, isNothing, type Change } from './change.js';
import type { DnsEmpty, Origin } from './entries.js';
import type { BackendsFileError, DiscoveryEvents, DiscoverySource } from './events.js';
import { Standing } from './standing.js';
import type { TargetOutcome, Target } from './target.js';

/** The backends of a balancer, as far as they are found. */
export interface Membership {
  /** @returns why a backend can never join, if it cannot: it is the balancer itself */
  refusalOf(target: Target): string | undefined;
  /**
   * A backend joins.
   *
   * @param from - the source, as it was given
   * @throws LbsimError when it cannot, such as one whose address another backend has
   */
  join(target: Target, origin: Origin, from: string): void;
  /** No new client comes to a backend; it is gone when its connections have ended. */
  leave(name: string, from: string): void;
  reweigh(name: string, weight: number, from: string): void;
}

export interface TargetFeedDeps {
  readonly membership: Membership;
  readonly events: EventSink<DiscoveryEvents>;
  /** After which a source that does not answer is stale, in milliseconds. */
  readonly holdMs: number;
  /** What becomes of the backends of a source that has none. */
  readonly onEmpty: DnsEmpty;
}

/** What a source has said so far. Plain JSON. */
export interface SourceStanding {
  /** As it was given: `dns:app.lan:8080`, the path of a file. */
  readonly source: string;
  /** Backends that it names. */
  readonly targets: number;
  /** Answers with backends, or with none where that counts, and those that were none. */
  readonly refreshes: { readonly ok: number; readonly failed: number };
}

/** An event names this many backends. */
const NAMED = 100;

/** Carries what one source says to the balancer; what it does not say changes nothing. */
export class TargetFeed {
  readonly #origin: Origin;
  readonly #from: string;
  readonly #deps: TargetFeedDeps;
  readonly #standing: Standing;
  readonly #refreshes = { ok: 0, failed: 0 };
  #known: readonly Target[] = [];
  /** Why a backend could not join, if one could not. */
  #refusal: string | undefined;

  constructor(origin: Origin, from: string, deps: TargetFeedDeps) {
    this.#origin = origin;
    this.#from = from;
    this.#deps = deps;
    this.#standing = new Standing(deps.holdMs);
  }

  get standing(): SourceStanding {
    return { source: this.#from, targets: this.#known.length, refreshes: { ...this.#refreshes } };
  }

  /** @param now - in milliseconds */
  take(outcome: TargetOutcome, now: number): void {
    if (!('failure' in outcome)) {
      const refusal = this.#refusalOfAll(outcome.targets);
      if (refusal === undefined) this.#apply(changeBetween(this.#known, outcome), now);
      else this.failed(refusal, now);
    } else if (outcome.isEmpty && this.#deps.onEmpty === 'remove')
      this.#apply(changeBetween(this.#known, { targets: [] }), now);
    else this.failed(outcome.failure, now);
  }

  /** A source that names nobody who could ever join names none. @returns why */
  #refusalOfAll(targets: readonly Target[]): string | undefined {
    let refusal: string | undefined;
    for (const target of targets) {
      refusal = this.#deps.membership.refusalOf(target);
      if (refusal === undefined) return undefined;
    }
    return refusal;
  }

  /** @param errors - all that is wrong with a file */
  failed(reason: string, now: number, errors?: readonly BackendsFileError[]): void {
    const { events } = this.#deps;
    this.#refreshes.failed += 1;
    const { isNews, staleMs } = this.#standing.failed(reason, now);
    if (isNews)
      events.emit('discovery_failed', { ...this.#source, reason, ...(errors && { errors: [...errors] }) });
    if (staleMs !== undefined && this.#known.length > 0)
      events.emit('discovery_stale', { ...this.#source, reason, staleMs: Math.round(staleMs) });
  }

  /** How long until the backends are stale, in milliseconds. */
  staleIn(now: number): number {
    return (this.#standing.staleAt ?? Infinity) - now;
  }

  #apply(change: Change, now: number): void {
    const { membership, events } = this.#deps;
    this.#refreshes.ok += 1;
    for (const { name } of change.removed) membership.leave(name, this.#from);
    for (const { name, weight } of change.reweighed) membership.reweigh(name, weight, this.#from);
    const refused = change.added.flatMap((target) => this.#join(target));
    const done = {
      ...change,
      added: change.added.filter((target) => !refused.some((each) => each.target === target)),
    };
    this.#known = changed(this.#known, done);
    if (!isNothing(done)) events.emit('discovered', { ...this.#source, ...named(done) });
    const failedMs = this.#standing.answered(now);
    if (failedMs !== undefined)
      events.emit('discovery_recovered', { ...this.#source, failedMs: Math.round(failedMs) });
    const refusal = refused[0]?.reason;
    if (refusal !== undefined && refusal !== this.#refusal)
      events.emit('discovery_failed', { ...this.#source, reason: refusal });
    this.#refusal = refusal;
  }

  /** Has it join. @returns why it cannot */
  #join(target: Target): { readonly target: Target; readonly reason: string }[] {
    try {
      this.#deps.membership.join(target, this.#origin, this.#from);
      return [];
    } catch (error) {
      if (error instanceof LbsimError) return [{ target, reason: error.message }];
      throw error;
    }
  }

  get #source(): DiscoverySource {
    return { source: this.#origin, from: this.#from, backendsCount: this.#known.length };
  }
}

function named(change: Change): { added: string[]; removed: string[]; reweighed: string[] } {
  const names = (targets: readonly Target[]): string[] => targets.slice(0, NAMED).map(({ name }) => name);
  return {
    added: names(change.added),
    removed: names(change.removed),
    reweighed: names(change.reweighed),
  };
}
