/** What yargs says of an option, or our own word for one that must be given, at the end of its line. */
const NOTE = /^(.*?) *(\[(?:required[^\]]*|boolean|default: [^\]]*)\])$/;

/**
 * Sets the notes of options at the right edge of a help text, `[required]` like `[default: 5s]`, and on a line of their own where
 * the text leaves no blank before them.
 *
 * @param width - of the help, in columns
 */
export function alignNotes(help: string, width: number): string {
  return help
    .split('\n')
    .map((line) => {
      const [, text = '', note = ''] = NOTE.exec(line) ?? [];
      if (note === '') return line;
      if (text === '' || text.length + 1 + note.length <= width)
        return text + note.padStart(width - text.length);
      return `${text}\n${note.padStart(width)}`;
    })
    .join('\n');
}
