import { closest, distance } from 'fastest-levenshtein';

/** ` (did you mean x?)` when one of the words is near to what was written; otherwise nothing. */
export function didYouMean(written: string, words: readonly string[]): string {
  if (words.length === 0) return '';
  const nearest = closest(written.toLowerCase(), words);
  const mistakes = distance(written.toLowerCase(), nearest);
  return mistakes <= Math.ceil(nearest.length / 3) ? ` (did you mean ${nearest}?)` : '';
}
