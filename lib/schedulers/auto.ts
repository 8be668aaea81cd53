import { LeastConnectionsScheduler } from './least-connections.js';
import type { Candidate, Pick, Scheduler, SchedulerExplanation } from './scheduler.js';

/**
 * Auto: round-robin while all members carry the same load per weight, least-connections as soon as they do not.
 *
 * Least-connections breaks ties in round-robin order, and with equal loads all members tie. So one index and one
 * cursor serve both rules, the turn is not lost when the rule changes, and only the `why` of a pick tells which of the
 * two decided. Cost of a pick: that of {@link LeastConnectionsScheduler}.
 */
export class AutoScheduler<C extends Candidate> implements Scheduler<C> {
  readonly name = 'auto';
  readonly #leastConnections = new LeastConnectionsScheduler<C>();

  add(candidate: C): void {
    this.#leastConnections.add(candidate);
  }

  remove(candidate: C): void {
    this.#leastConnections.remove(candidate);
  }

  loadChanged(candidate: C): void {
    this.#leastConnections.loadChanged(candidate);
  }

  weightChanged(candidate: C, before: number): void {
    this.#leastConnections.weightChanged(candidate, before);
  }

  pick(tried: ReadonlySet<C>): Pick<C> | undefined {
    const why = this.#rule;
    const pick = this.#leastConnections.pick(tried);
    return pick && { candidate: pick.candidate, why };
  }

  explain(tried: ReadonlySet<C>): SchedulerExplanation<C> | undefined {
    const why = this.#rule;
    const explanation = this.#leastConnections.explain(tried);
    const loads = why === 'round-robin' ? 'All loads per weight are equal' : 'Loads per weight differ';
    return explanation && { ...explanation, why, says: `${loads}: ${why} decides. ${explanation.says}` };
  }

  get #rule(): 'round-robin' | 'least-connections' {
    return this.#leastConnections.evenlyLoaded ? 'round-robin' : 'least-connections';
  }
}
