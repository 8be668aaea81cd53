import type { Candidate, Pick, Scheduler, SchedulerExplanation } from '../../schedulers/scheduler.js';

/** A candidate with the connections that it had a while ago. */
class LaggedCandidate<C extends Candidate> implements Candidate {
  readonly candidate: C;
  openConnections: number;

  constructor(candidate: C) {
    this.candidate = candidate;
    this.openConnections = candidate.openConnections;
  }

  get name(): string {
    return this.candidate.name ?? String(this.candidate.index);
  }

  get index(): number {
    return this.candidate.index;
  }

  get weight(): number {
    return this.candidate.weight;
  }

  get fullWeight(): number {
    return this.candidate.fullWeight ?? this.weight;
  }

  get givenWeight(): number {
    return this.candidate.givenWeight ?? this.fullWeight;
  }
}

/** A count of connections that is not known yet. */
interface Change<C extends Candidate> {
  readonly at: number;
  readonly view: LaggedCandidate<C>;
  readonly openConnections: number;
}

/** Counts that are known are thrown away when there are more of them than that, and than of the others. */
const KEPT = 1024;

/**
 * An algorithm that sees counts of connections as they were a fixed time ago: the model of continuous updates in M. Mitzenmacher, "How
 * Useful Is Old Information?", IEEE Transactions on Parallel and Distributed Systems 11 (2000). All else, members, weights and latencies,
 * it knows at once.
 */
export class LaggedScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name: string;
  /** There if the algorithm has them. */
  readonly answered?: (candidate: C, latency: number, now: number) => void;
  readonly latencyOf?: (candidate: C, now: number) => number;
  readonly #scheduler: Scheduler<LaggedCandidate<C>>;
  readonly #lag: number;
  readonly #now: () => number;
  readonly #views = new Map<C, LaggedCandidate<C>>();
  /** In the order of time; those before `#known` are known. */
  #changes: Change<C>[] = [];
  #known = 0;

  /** @param make - makes the algorithm @param lag - in the unit of `now` */
  constructor(make: <V extends Candidate>() => Scheduler<V>, lag: number, now: () => number) {
    const scheduler = make<LaggedCandidate<C>>();
    this.name = scheduler.name;
    this.#scheduler = scheduler;
    this.#lag = lag;
    this.#now = now;
    if (scheduler.answered !== undefined)
      this.answered = (candidate, ...told) => scheduler.answered?.(this.#viewOf(candidate), ...told);
    if (scheduler.latencyOf !== undefined)
      this.latencyOf = (candidate, at) => scheduler.latencyOf?.(this.#viewOf(candidate), at) ?? 0;
  }

  add(candidate: C): void {
    this.#scheduler.add(this.#viewOf(candidate));
  }

  remove(candidate: C): void {
    this.#scheduler.remove(this.#viewOf(candidate));
  }

  loadChanged(candidate: C): void {
    const { openConnections } = candidate;
    this.#changes.push({ at: this.#now(), view: this.#viewOf(candidate), openConnections });
  }

  weightChanged(candidate: C, before: number): void {
    this.#scheduler.weightChanged(this.#viewOf(candidate), before);
  }

  pick(tried: ReadonlySet<C>, key?: string, asked = false): Pick<C> | undefined {
    this.#catchUp();
    const made = this.#scheduler.pick(this.#viewsOf(tried), key, asked);
    return made && ofCandidates(made);
  }

  explain(tried: ReadonlySet<C>, key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined {
    this.#catchUp();
    const explained = this.#scheduler.explain?.(this.#viewsOf(tried), key, made && this.#ofViews(made));
    if (explained === undefined) return undefined;
    const { candidate, considered, place, ...rest } = explained;
    return {
      ...rest,
      ...(candidate && { candidate: candidate.candidate }),
      considered: considered.map((each) => ({ ...each, candidate: each.candidate.candidate })),
      ...(place && {
        place: { ...place, next: placesOf(place.next), before: placesOf(place.before) },
      }),
    };
  }

  /** Learns of all that is old enough. */
  #catchUp(): void {
    const until = this.#now() - this.#lag;
    const changes = this.#changes;
    for (let change = changes[this.#known]; change && change.at <= until; change = changes[this.#known]) {
      change.view.openConnections = change.openConnections;
      this.#scheduler.loadChanged(change.view);
      this.#known++;
    }
    if (this.#known < Math.max(KEPT, changes.length / 2)) return;
    this.#changes = changes.slice(this.#known);
    this.#known = 0;
  }

  #viewOf(candidate: C): LaggedCandidate<C> {
    const known = this.#views.get(candidate);
    if (known !== undefined) return known;
    const view = new LaggedCandidate(candidate);
    this.#views.set(candidate, view);
    return view;
  }

  #viewsOf(candidates: ReadonlySet<C>): ReadonlySet<LaggedCandidate<C>> {
    return new Set([...candidates].map((candidate) => this.#viewOf(candidate)));
  }

  #ofViews({ candidate, drawn, ...rest }: Pick<C>): Pick<LaggedCandidate<C>> {
    return {
      ...rest,
      candidate: this.#viewOf(candidate),
      ...(drawn && { drawn: drawn.map((each) => this.#viewOf(each)) }),
    };
  }
}

function ofCandidates<C extends Candidate>({ candidate, drawn, ...rest }: Pick<LaggedCandidate<C>>): Pick<C> {
  return {
    ...rest,
    candidate: candidate.candidate,
    ...(drawn && { drawn: drawn.map((each) => each.candidate) }),
  };
}

function placesOf<C extends Candidate>(
  places: readonly { readonly candidate: LaggedCandidate<C>; readonly at: number }[],
): { readonly candidate: C; readonly at: number }[] {
  return places.map(({ candidate, at }) => ({ candidate: candidate.candidate, at }));
}
