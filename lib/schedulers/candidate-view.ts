import type { Candidate } from './scheduler.js';

/** A candidate as an algorithm of one's own sees it: what it writes there throws, and changes nothing. */
function readOnlyView(candidate: Candidate): Candidate {
  return Object.freeze({
    get name() {
      return candidate.name;
    },
    get index() {
      return candidate.index;
    },
    get weight() {
      return candidate.weight;
    },
    get fullWeight() {
      return candidate.fullWeight;
    },
    get openConnections() {
      return candidate.openConnections;
    },
  }) as Candidate;
}

/** The views of candidates: one for each, for as long as that lives. */
export class CandidateViews<C extends Candidate> {
  readonly #views = new WeakMap<C, Candidate>();
  readonly #candidates = new WeakMap<Candidate, C>();

  of(candidate: C): Candidate {
    const known = this.#views.get(candidate);
    if (known !== undefined) return known;
    const view = readOnlyView(candidate);
    this.#views.set(candidate, view);
    this.#candidates.set(view, candidate);
    return view;
  }

  /** What the view is of; undefined for anything else. */
  candidateOf(view: object): C | undefined {
    return this.#candidates.get(view as Candidate);
  }
}
