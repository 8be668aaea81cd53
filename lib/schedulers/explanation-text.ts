import type { Candidate } from './scheduler.js';

/** A sentence names this many candidates at most. */
const NAMED = 4;
/** Digits of a figure in a sentence. */
const DIGITS = 4;

/** Unit of the load of a candidate. */
export const LOAD_UNIT = 'open connections per weight';

/** What a candidate is called: its name, or else its index. */
export function nameOf({ name, index }: Candidate): string {
  return name ?? `${index}`;
}

/** `B1, B2 and B3`; of more than four the first three and how many more there are. @param count - how many there are */
export function namesOf(candidates: readonly Candidate[], count = candidates.length): string {
  const names = candidates.slice(0, count > NAMED ? NAMED - 1 : NAMED).map(nameOf);
  const last = count > names.length ? `${count - names.length} more` : names.pop();
  return names.length === 0 ? (last ?? 'none') : `${names.join(', ')} and ${last}`;
}

/** The weight in the unit in which it was given: not in hundredths, as with a slow start. */
export function givenWeightOf({ weight, fullWeight = weight, givenWeight = fullWeight }: Candidate): number {
  return (weight * givenWeight) / fullWeight;
}

/** Open connections per weight. */
export function loadPerWeight(candidate: Candidate): number {
  return candidate.openConnections / givenWeightOf(candidate);
}

/** `3`, `0.3333`. */
export function figure(value: number): string {
  return `${Number(value.toPrecision(DIGITS))}`;
}

/** `1 open connection per weight`, `3 open connections per weight`. */
export function loadText(candidate: Candidate): string {
  const load = loadPerWeight(candidate);
  return `${figure(load)} open connection${load === 1 ? '' : 's'} per weight`;
}

/** `B1 has`, `B1 and B2 have`. @param count - how many there are */
export function have(candidates: readonly Candidate[], count = candidates.length): string {
  return `${namesOf(candidates, count)} ${count === 1 ? 'has' : 'have'}`;
}

/** What is said where nothing had to be decided. */
export function onlyCandidate(candidate: Candidate): string {
  return `${nameOf(candidate)} is the only candidate.`;
}
