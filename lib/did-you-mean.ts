import { closest, distance } from 'fastest-levenshtein';

/** ` (did you mean x?)` when one of the words is near to what was written; otherwise nothing. */
export function didYouMean(written: string, words: readonly string[]): string {
  if (words.length === 0) return '';
  const lower = written.toLowerCase();
  const nearest = closest(
    lower,
    words.map((word) => word.toLowerCase()),
  );
  const word = words.find((each) => each.toLowerCase() === nearest) ?? nearest;
  return distance(lower, nearest) <= Math.ceil(nearest.length / 3) ? ` (did you mean ${word}?)` : '';
}
