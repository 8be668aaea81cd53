import { LbsimError } from '../errors.js';
import { shown } from '../option-shape.js';
import { printable } from '../printable.js';
import { CandidateViews } from './candidate-view.js';
import { nameOf as shownName } from './explanation-text.js';
import type { CustomAlgorithm, CustomScheduler } from './custom-algorithm.js';
import { RoundRobinScheduler } from './round-robin.js';
import { isRuleName } from './rule-name.js';
import type { Candidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';
import { isPromise, thrownText } from './thrown-text.js';

/** A call of an algorithm of one's own that went wrong. */
export interface AlgorithmFailure {
  /** Null where that cannot be known: it was over already. */
  readonly method:
    'add' | 'remove' | 'loadChanged' | 'weightChanged' | 'answered' | 'pick' | 'explain' | null;
  /**
   * It threw; returned a promise; picked nothing, something that is not a pick, one that is not a member, one already tried;
   * explained itself by something else than a sentence; or it threw where nobody catches it, in a timer or a promise.
   */
  readonly kind:
    'threw' | 'promise' | 'nothing' | 'not_a_pick' | 'not_a_member' | 'tried' | 'not_a_sentence' | 'uncaught';
  /** What happened, in words: `pick threw TypeError: x is not a function (mine.js:12)`. */
  readonly reason: string;
}

const NONE: ReadonlySet<Candidate> = new Set();
/** Characters of a sentence of an algorithm of one's own. */
const MAX_SENTENCE = 300;

/**
 * Stands between the brain and an algorithm of one's own: passes valid picks on and reports failures, for which round-robin
 * picks instead. The algorithm gets read-only views of the candidates. Only errors that `failed` throws leave this class.
 */
export class GuardedScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name: string;
  /** There if the algorithm has it. */
  readonly answered?: (candidate: C, latency: number, now: number) => void;
  readonly #scheduler: CustomScheduler;
  readonly #path: string | undefined;
  readonly #failed: (failure: AlgorithmFailure) => void;
  readonly #views = new CandidateViews<C>();
  readonly #members = new Set<C>();
  readonly #roundRobin = new RoundRobinScheduler<C>();
  /** Whether round-robin made the last pick. */
  #fellBack = false;

  /**
   * @param scheduler - one that the algorithm has made
   * @param failed - told of each call that goes wrong; may throw, which ends what was under way
   */
  constructor(
    scheduler: CustomScheduler,
    { name, source }: CustomAlgorithm,
    failed: (failure: AlgorithmFailure) => void,
  ) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#path = source?.path;
    this.#failed = failed;
    if (scheduler.answered === undefined) return;
    this.answered = (candidate, ...told) =>
      this.#tell('answered', () => scheduler.answered?.(this.#views.of(candidate), ...told));
  }

  add(candidate: C): void {
    this.#members.add(candidate);
    this.#roundRobin.add(candidate);
    this.#tell('add', () => this.#scheduler.add(this.#views.of(candidate)));
  }

  remove(candidate: C): void {
    this.#members.delete(candidate);
    this.#roundRobin.remove(candidate);
    this.#tell('remove', () => this.#scheduler.remove(this.#views.of(candidate)));
  }

  /** All members leave. */
  clear(): void {
    for (const member of this.#members) this.remove(member);
  }

  loadChanged(candidate: C): void {
    this.#tell('loadChanged', () => this.#scheduler.loadChanged(this.#views.of(candidate)));
  }

  weightChanged(candidate: C, before: number): void {
    this.#roundRobin.weightChanged(candidate, before);
    this.#tell('weightChanged', () => this.#scheduler.weightChanged(this.#views.of(candidate), before));
  }

  /** The algorithm is not asked when no member is left. */
  pick(tried: ReadonlySet<C>, key?: string): Pick<C> | undefined {
    const left = this.#membersBeside(tried);
    if (left === 0) return undefined;
    const answer = this.#ask(tried, key, left);
    this.#fellBack = !('candidate' in answer);
    if ('candidate' in answer) return answer;
    this.#failed({ method: 'pick', ...answer });
    return this.#roundRobin.pick(tried);
  }

  /** What the algorithm says of itself; else what it has chosen, and why it does not say more if that has failed. */
  explain(tried: ReadonlySet<C>, key?: string, made?: Pick<C>): SchedulerExplanation<C> | undefined {
    if (this.#membersBeside(tried) === 0) return undefined;
    if (made === undefined) {
      return { why: this.name, considered: [], says: this.#askWhy(`${this.name} decides`, tried, key) };
    }
    const { candidate, why } = made;
    const says = this.#fellBack
      ? `${this.name} failed, so ${why} picked ${shownName(candidate)}.`
      : this.#askWhy(`${this.name} chose ${shownName(candidate)}`, tried, key, made);
    return { candidate, why, considered: [{ candidate }], says };
  }

  /** @param otherwise - what is said where the algorithm says nothing */
  #askWhy(otherwise: string, tried: ReadonlySet<C>, key?: string, made?: Pick<C>): string {
    if (this.#scheduler.explain === undefined) return `${otherwise}.`;
    let failure: Omit<AlgorithmFailure, 'method'>;
    try {
      const asked = made && { candidate: this.#views.of(made.candidate), why: made.why };
      const explained: unknown = this.#scheduler.explain(this.#viewsOf(tried), key, asked);
      if (explained === undefined || explained === null) return `${otherwise}.`;
      const says = (explained as { readonly says?: unknown }).says ?? explained;
      if (typeof says === 'string' && says.trim() !== '' && says.length <= MAX_SENTENCE)
        return printable(says);
      failure = isPromise(explained)
        ? { kind: 'promise', reason: 'explain returned a promise' }
        : { kind: 'not_a_sentence', reason: `explain returned ${shown(explained)} instead of a sentence` };
    } catch (error) {
      failure = this.#threw('explain', error);
    }
    this.#failed({ method: 'explain', ...failure });
    return `${otherwise}; its ${failure.reason}.`;
  }

  #ask(
    tried: ReadonlySet<C>,
    key: string | undefined,
    left: number,
  ): Pick<C> | Omit<AlgorithmFailure, 'method'> {
    try {
      const picked: unknown = this.#scheduler.pick(this.#viewsOf(tried), key);
      if (isPromise(picked)) return { kind: 'promise', reason: 'pick returned a promise' };
      if (picked === undefined || picked === null) {
        const reason = `pick returned nothing, although ${left === 1 ? 'a member is' : `${left} members are`} left`;
        return { kind: 'nothing', reason };
      }
      const { candidate, why = this.name } = picked as { candidate?: unknown; why?: unknown };
      if (typeof candidate !== 'object' || candidate === null)
        return { kind: 'not_a_pick', reason: 'pick returned something else than { candidate, why }' };
      const member = this.#views.candidateOf(candidate);
      if (member === undefined || !this.#members.has(member)) {
        const name = nameOf(candidate as Candidate);
        return { kind: 'not_a_member', reason: `pick returned ${name}, which is not a member` };
      }
      if (tried.has(member))
        return { kind: 'tried', reason: `pick returned ${nameOf(member)}, which is in tried` };
      if (isRuleName(why)) return { candidate: member, why };
      return { kind: 'not_a_pick', reason: `pick returned ${shown(why)} as its why` };
    } catch (error) {
      return this.#threw('pick', error);
    }
  }

  #tell(method: NonNullable<AlgorithmFailure['method']>, tell: () => unknown): void {
    let failure: Omit<AlgorithmFailure, 'method'>;
    try {
      if (!isPromise(tell())) return;
      failure = { kind: 'promise', reason: `${method} returned a promise` };
    } catch (error) {
      failure = this.#threw(method, error);
    }
    this.#failed({ method, ...failure });
  }

  #threw(method: string, error: unknown): Omit<AlgorithmFailure, 'method'> {
    return { kind: 'threw', reason: `${method} threw ${thrownText(error, this.#path)}` };
  }

  #viewsOf(candidates: ReadonlySet<C>): ReadonlySet<Candidate> {
    return candidates.size === 0 ? NONE : new Set([...candidates].map((one) => this.#views.of(one)));
  }

  #membersBeside(tried: ReadonlySet<C>): number {
    let left = this.#members.size;
    for (const candidate of tried) if (this.#members.has(candidate)) left--;
    return left;
  }
}

/** The error of a run that an algorithm's failure ends. */
export function algorithmError(
  { label }: { readonly label: string },
  { reason }: AlgorithmFailure,
): LbsimError {
  return new LbsimError('ERR_ALGORITHM', `algorithm ${label} failed: ${reason}: fix it`);
}

function nameOf({ name, index }: Candidate): string {
  return typeof name === 'string' ? name : `the candidate of index ${shown(index)}`;
}
