const PLAIN = /^[\w@%+=:,./-]+$/;

/** Words as they are typed into a shell to be these words again. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
