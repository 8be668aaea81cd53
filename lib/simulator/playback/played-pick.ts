import { backendIndex } from '../backends/backend-name.js';
import type { ConsideredBackend, Explanation } from '../../routing/explanation.js';
import type { PlayedCandidate, PlayedPick } from './playback.js';

/** Digits of a score that are kept: more than are shown. */
const DIGITS = 5;

/** A pick and its explanation, with as few characters as can be. */
export function playedPick(
  at: number,
  request: number,
  backends: number,
  { key, backend, why, says, considered, hash }: Explanation,
): PlayedPick {
  const numberOf = (name: string | null): number => (name === null ? -1 : backendIndex(name, backends));
  const unit = considered.find((each) => each.unit !== undefined)?.unit ?? null;
  const looked = considered.map((each) => candidateOf(numberOf(each.backend), each));
  return [at, request, key, numberOf(backend), why, says, looked, unit, hash ?? null];
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
