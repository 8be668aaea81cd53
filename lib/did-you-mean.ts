import { closest, distance } from 'fastest-levenshtein';

/**
 * ` (did you mean x?)` when one of the words is near to what was written; otherwise nothing.
 *
 * @param called - how the hint writes a word: `--port`
 */
export function didYouMean(
  written: string,
  words: readonly string[],
  called = (word: string): string => word,
): string {
  if (words.length === 0) return '';
  const lower = written.toLowerCase();
  const nearest = closest(
    lower,
    words.map((word) => word.toLowerCase()),
  );
  const word = words.find((each) => each.toLowerCase() === nearest) ?? nearest;
  const isSwap = lettersOf(lower) === lettersOf(nearest);
  const allowed = nearest.length < 6 && !isSwap ? 1 : Math.ceil(nearest.length / 3);
  return distance(lower, nearest) <= allowed ? ` (did you mean ${called(word)}?)` : '';
}

function lettersOf(word: string): string {
  return Array.from(word).sort().join('');
}
