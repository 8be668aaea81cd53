import { MAX_CONSIDERED } from './explanation.js';
import { nameOf, namesOf, onlyCandidate } from './explanation-text.js';
import type { Candidate, ConsideredCandidate, Pick, SchedulerExplanation } from './scheduler.js';

/** How an algorithm compares the members that it draws, and speaks of that. */
export interface Comparison<C extends Candidate> {
  readonly isLess: (one: C, other: C) => boolean;
  /** What is compared; not finite where it is not known. */
  readonly scoreOf: (candidate: C) => number;
  readonly unit: string;
  /** `the fewest open connections per weight`. */
  readonly least: string;
  /** Why the one was taken and not the other, the best of the rest. */
  readonly saysBetter: (one: C, other: C) => string;
  /** What those have that are equal: `2 open connections per weight, the fewest`. */
  readonly saysEqual: (one: C) => string;
}

/** The members that a draw is made of, and how many are drawn. */
export interface Draw<C extends Candidate> {
  /** The first by index, at most 10. */
  readonly first: readonly C[];
  readonly count: number;
  readonly choices: number;
  /** Whether those drawn are all different. */
  readonly distinct: boolean;
}

/**
 * Why an algorithm that draws a few members and takes the best gave what it gave; without a pick, how it is going to draw.
 *
 * @returns undefined where there is none to draw
 */
export function explainDraw<C extends Candidate>(
  why: string,
  draw: Draw<C>,
  comparison: Comparison<C>,
  made?: Pick<C>,
): SchedulerExplanation<C> | undefined {
  const { first, count } = draw;
  const [only] = first;
  if (only === undefined) return undefined;
  const candidate = made?.candidate ?? (count === 1 ? only : undefined);
  const drawn = new Set(made?.drawn);
  const best = [...drawn].sort(inOrder(comparison));
  const considered = [...new Set([...best, ...first])]
    .slice(0, MAX_CONSIDERED)
    .map((member) => considerBy(comparison, member, drawn.has(member)));
  let says = saysDraw(draw, comparison.least);
  if (count === 1) says = onlyCandidate(only);
  else if (made !== undefined) says = saysDrawn(made, [...drawn], best, comparison);
  return { ...(candidate && { candidate }), why, considered, says };
}

function inOrder<C extends Candidate>({ isLess }: Comparison<C>): (one: C, other: C) => number {
  return (one, other) => Number(isLess(other, one)) - Number(isLess(one, other));
}

function considerBy<C extends Candidate>(
  { scoreOf, unit }: Comparison<C>,
  candidate: C,
  isDrawn: boolean,
): ConsideredCandidate<C> {
  const score = scoreOf(candidate);
  return { candidate, ...(Number.isFinite(score) && { score, unit }), ...(isDrawn && { drawn: true }) };
}

function saysDraw<C extends Candidate>({ count, choices, distinct }: Draw<C>, least: string): string {
  if (choices === 1) return `One of ${count} is drawn at random, by weight.`;
  const draws = distinct
    ? `${Math.min(choices, count)} of ${count} are drawn`
    : `${choices} draws of ${count} are made`;
  return `${draws} at random, by weight; the one with ${least} is taken.`;
}

/** @param drawn - each once, in the order drawn @param best - the same, in ascending order */
function saysDrawn<C extends Candidate>(
  { candidate, drawn: draws = [] }: Pick<C>,
  drawn: readonly C[],
  best: readonly C[],
  { isLess, saysBetter, saysEqual }: Comparison<C>,
): string {
  const next = best.find((member) => member !== candidate);
  if (next === undefined)
    return `${nameOf(candidate)} was drawn ${draws.length > 1 ? 'each time' : 'at random'}.`;
  const isTie = !isLess(candidate, next) && !isLess(next, candidate);
  const equals = drawn.filter((member) => !isLess(member, candidate) && !isLess(candidate, member));
  const reason = isTie
    ? `${namesOf(equals)} have ${saysEqual(candidate)}, and ${nameOf(candidate)} was drawn first`
    : saysBetter(candidate, next);
  return `${namesOf(drawn)} were drawn; ${reason}.`;
}
