/** The names that a word stands for: one that is the word, or those whose beginning it is, up to a hyphen (`half-close`); else none. */
export function namesFor(word: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => name === word || name.startsWith(`${word}-`));
}
