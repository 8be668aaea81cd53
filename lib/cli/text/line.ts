/** What a piece of text says by its look, beside its words. */
export type Style = 'good' | 'bad' | 'caution' | 'note' | 'faint' | 'strong' | 'selected';

/** A piece of a line, in one style. It has no control characters. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** A line of a terminal. */
export type StyledLine = readonly Span[];

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}

/** The line without its styles. */
export function plainText(line: StyledLine): string {
  return line.map(({ text }) => text).join('');
}

/** All of a line in one style. */
export function restyled(line: StyledLine, style: Style): StyledLine {
  return [span(plainText(line), style)];
}
