import { leastOf } from './explanation.js';
import { figure, givenWeightOf, nameOf, onlyCandidate } from './explanation-text.js';
import { ClientHash } from './hashing/client-hash.js';
import { hexOf } from './hashing/explain-hash.js';
import { mix } from './hashing/hash.js';
import { hashName } from './hashing/name-hash.js';
import { Roster } from './hashing/roster.js';
import type { Candidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

const HASHES = 2 ** 32;

/** The members as columns, which a pick reads from end to end. */
interface Columns<C extends Candidate> {
  readonly candidates: readonly C[];
  readonly weights: Float64Array;
  /** Two hashes of each name. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/**
 * Rendezvous: each member draws a number from the client's key and its own name, and the best one has the client; when
 * that one was tried, the next best.
 *
 * D. G. Thaler, C. V. Ravishankar, "Using Name-Based Mappings to Increase Hit Rates", IEEE/ACM Transactions on Networking
 * 6(1), 1998 (highest random weight). With weights by the logarithmic method: of a draw u, uniform in (0, 1), and a weight w,
 * −ln u / w is the least with a probability in proportion to w. When a member leaves, only its own clients move, to all the
 * others in proportion; nothing is kept but names. Cost of a pick: O(n), some 5 ns a member.
 */
export class RendezvousScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'rendezvous';
  readonly #roster = new Roster<C>();
  readonly #clients = new ClientHash();
  /** Undefined after a change. */
  #columns: Columns<C> | undefined;

  add(candidate: C): void {
    if (this.#roster.enter(candidate) !== undefined) this.#columns = undefined;
  }

  remove(candidate: C): void {
    if (this.#roster.leave(candidate) !== undefined) this.#columns = undefined;
  }

  loadChanged(): void {
    // Draws are blind to load.
  }

  weightChanged(candidate: C, before: number): void {
    if (this.#roster.reweigh(candidate, before) !== undefined) this.#columns = undefined;
  }

  pick(tried: ReadonlySet<C>, key?: string): Pick<C> | undefined {
    const candidate = this.#best(this.#clients.of(key), tried);
    return candidate && { candidate, why: this.name };
  }

  explain(tried: ReadonlySet<C>, key?: string): SchedulerExplanation<C> | undefined {
    const hash = this.#clients.next(key);
    const members = this.#roster.present.filter(({ candidate }) => !tried.has(candidate));
    const draws = members.map(({ candidate, name }) => {
      const { first, second } = hashName(name);
      return {
        candidate,
        score: scoreOf(mix(first, hash), mix(second, hash), givenWeightOf(candidate)),
        unit: 'draw per weight',
      };
    });
    const considered = leastOf(draws, ({ score }) => score);
    const [least, next] = considered;
    if (least === undefined) return undefined;
    const { candidate } = least;
    const whose = key === undefined ? 'a client without a key' : 'the key';
    const says =
      next === undefined
        ? onlyCandidate(candidate)
        : `${nameOf(candidate)} has the least draw for ${whose} (hash ${hexOf(hash)}), ${figure(least.score)}; next is ${nameOf(next.candidate)} with ${figure(next.score)}.`;
    return { candidate, why: this.name, considered, hash: hexOf(hash), says };
  }

  #best(hash: number, tried: ReadonlySet<C>): C | undefined {
    const { candidates, weights, first, second } = (this.#columns ??= this.#tabulate());
    let best: C | undefined;
    let least = Infinity;
    for (let place = 0; place < candidates.length; place++) {
      const weight = weights[place] ?? 0;
      const draw = mix(first[place] ?? 0, hash);
      // As −ln u ≥ 1 − u, most are seen to lose without their logarithm.
      if (HASHES - 1 - draw >= least * weight * HASHES) continue;
      const candidate = candidates[place];
      if (candidate === undefined || tried.has(candidate)) continue;
      const score = scoreOf(draw, mix(second[place] ?? 0, hash), weight);
      if (score >= least) continue;
      least = score;
      best = candidate;
    }
    return best;
  }

  #tabulate(): Columns<C> {
    const members = this.#roster.present;
    const hashes = members.map(({ name }) => hashName(name));
    return {
      candidates: members.map(({ candidate }) => candidate),
      weights: Float64Array.from(members, ({ candidate }) => candidate.weight),
      first: Uint32Array.from(hashes, ({ first }) => first),
      second: Uint32Array.from(hashes, ({ second }) => second),
    };
  }
}

/** What members are compared by, the least being the best. @param high - see {@link uniform} */
function scoreOf(high: number, low: number, weight: number): number {
  return -Math.log(uniform(high, low)) / weight;
}

/** A number in (0, 1) of two hashes: 52 bits, so that ties are as good as impossible. */
function uniform(high: number, low: number): number {
  return (high + (low + 0.5) / HASHES) / HASHES;
}
