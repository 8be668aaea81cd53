/** The names that a word stands for: one that is the word, or those whose beginning it is, up to a hyphen (`half-close`); else none. */
export function namesFor(word: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => name === word || name.startsWith(`${word}-`));
}

/** All that {@link namesFor} understands: names, and the beginnings that several of them share. */
export function wordsFor(names: readonly string[]): readonly string[] {
  const beginnings = names.flatMap((name) =>
    [...name.matchAll(/-/g)].map(({ index }) => name.slice(0, index)),
  );
  const shared = beginnings.filter((word) => namesFor(word, names).length > 1);
  return [...new Set([...names, ...shared])];
}

/** A message names this many things at most. */
const NAMED = 10;

/**
 * `B1, B2`, or `none`; of many, the first ten and how many more there are.
 *
 * @param count - how many there are, where the list has only the first of them
 */
export function nameList(list: readonly string[], count = list.length): string {
  if (list.length === 0) return 'none';
  const named = list.slice(0, NAMED);
  const others = count - named.length;
  return named.join(', ') + (others > 0 ? ` and ${others} more` : '');
}
