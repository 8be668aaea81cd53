import type { PlayableOutcome } from '../report/report.js';
import { seriesStyle, type SeriesStyle } from './series-style.js';

/** A policy of the page: what it has found, under each load, and how its lines look in all plots. */
export interface Policy {
  readonly name: string;
  readonly style: SeriesStyle;
  /** By load; without one, in the order given. */
  readonly outcomes: readonly PlayableOutcome[];
}

/** A policy and one of its outcomes. */
export interface PolicyOutcome {
  readonly policy: Policy;
  readonly outcome: PlayableOutcome;
}

/** The policies, in the order in which they come first. */
export function policiesOf(outcomes: readonly PlayableOutcome[]): Policy[] {
  const names = [...new Set(outcomes.map(({ report }) => report.algorithm))];
  return names.map((name, index) => ({
    name,
    style: seriesStyle(index),
    outcomes: outcomes
      .filter(({ report }) => report.algorithm === name)
      .sort((a, b) => (a.report.load ?? 0) - (b.report.load ?? 0)),
  }));
}

/** The loads that were run, from the least; none in a closed loop. */
export function loadsOf(outcomes: readonly PlayableOutcome[]): number[] {
  return [...new Set(outcomes.flatMap(({ report }) => report.load ?? []))].sort((a, b) => a - b);
}

/** What each policy has found under the greatest load: what plots of one load are about. */
export function atGreatestLoad(policies: readonly Policy[]): PolicyOutcome[] {
  const greatest = loadsOf(policies.flatMap(({ outcomes }) => outcomes)).at(-1);
  return policies.flatMap((policy) => {
    const outcome = policy.outcomes.findLast(({ report }) => report.load === greatest);
    return outcome === undefined ? [] : [{ policy, outcome }];
  });
}

/** A word on which load a plot is about, if it is about one. */
export function atLoad({ policy, outcome }: PolicyOutcome): string {
  const { load } = outcome.report;
  return policy.outcomes.length < 2 || load === undefined ? '' : ` Shown at load ${load}, the greatest.`;
}
