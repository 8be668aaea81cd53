import { backendIndex } from '../backends/backend-name.js';
import type { ConsideredBackend, ExplainedHashPlace, Explanation } from '../../routing/explanation.js';
import type { PlayedCandidate, PlayedOwner, PlayedPick, PlayedPlace } from './playback.js';

/** Digits of a score that are kept: more than are shown. */
const DIGITS = 5;

/** A pick and its explanation, with as few characters as can be. */
export function playedPick(
  at: number,
  request: number,
  backends: number,
  { key, backend, why, says, considered, hash, place }: Explanation,
): PlayedPick {
  const numberOf = (name: string | null): number => (name === null ? -1 : backendIndex(name, backends));
  const unit = considered.find((each) => each.unit !== undefined)?.unit ?? null;
  const looked = considered.map((each) => candidateOf(numberOf(each.backend), each));
  return [
    at,
    request,
    key,
    numberOf(backend),
    why,
    says,
    looked,
    unit,
    hash ?? null,
    place ? playedPlace(place, numberOf) : null,
  ];
}

function candidateOf(
  backend: number,
  { left, open = 0, weight = 0, score, drawn, chosen, bound }: ConsideredBackend,
): PlayedCandidate {
  if (left !== undefined) return [backend, left];
  const marks = (drawn ? 'd' : '') + (chosen ? 'c' : '');
  const rounded = score === undefined ? null : Number(score.toPrecision(DIGITS));
  const looked = [backend, open, weight, rounded, marks] as const;
  return bound === undefined ? looked : [...looked, bound];
}

function playedPlace(
  { unit, size, at, next, before }: ExplainedHashPlace,
  numberOf: (name: string) => number,
): PlayedPlace {
  const owner = (owned: ExplainedHashPlace['next'][number]): PlayedOwner => [
    numberOf(owned.backend),
    owned.at,
  ];
  return [unit, size, at, next.map(owner), before.map(owner)];
}
