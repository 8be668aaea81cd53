const PLAIN = /^[\w@%+=:,./-]+$/;

/** Words as they are typed into a shell to be these words again. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

/** The same in lines of at most `room` columns that a shell takes as one, broken between words. */
export function shellLines(words: readonly string[], room: number): string {
  const lines: string[] = [];
  for (const word of words) {
    const typed = shellWords([word]);
    const line = lines.at(-1);
    // Behind it there is room for a backslash.
    if (line !== undefined && line.length + 1 + typed.length + 2 <= room)
      lines[lines.length - 1] = `${line} ${typed}`;
    else lines.push(line === undefined ? typed : `  ${typed}`);
  }
  return lines.join(' \\\n');
}
