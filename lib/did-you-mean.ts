import { closest, distance } from 'fastest-levenshtein';

/** The one of the words that is near to what was written, if one is. */
export function nearWord(written: string, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const lower = written.toLowerCase();
  const nearest = closest(
    lower,
    words.map((word) => word.toLowerCase()),
  );
  const isSwap = lettersOf(lower) === lettersOf(nearest);
  const allowed = nearest.length < 6 && !isSwap ? 1 : Math.ceil(nearest.length / 3);
  if (distance(lower, nearest) > allowed) return undefined;
  return words.find((each) => each.toLowerCase() === nearest);
}

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
  const near = nearWord(written, words);
  return near === undefined ? '' : ` (did you mean ${called(near)}?)`;
}

function lettersOf(word: string): string {
  return Array.from(word).sort().join('');
}
